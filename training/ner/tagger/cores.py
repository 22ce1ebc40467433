"""How this machine's cores are shared out. Knows nothing of PyTorch, so it can be asked before that.

Serving runs the network in a few threads of one core each rather than in one of all cores: requests are
short, and a short one gains nothing from a second core.
"""

from __future__ import annotations

import os

MOST_NETWORKS = 4  # beyond that, threads wait for the interpreter more than they compute


def available() -> int:
    """The cores that this process may run on, not those that the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # macOS


def networks() -> int:
    """Threads that run the network when serving."""
    return min(MOST_NETWORKS, available())


def each() -> int:
    """Cores that each of them computes with."""
    return max(1, available() // networks())
