"""The cores of the machine, for the parts of one large request."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

COUNT = os.cpu_count() or 1

_OTHERS = ThreadPoolExecutor(COUNT, "part")


def share(task: Callable[[Part], Result], parts: Sequence[Part]) -> list[Result]:
    """Do the task for every part, all at once; the first in the calling thread, which waits anyway.

    ``task`` has to let go of the interpreter's lock to gain anything, and shares nothing in turn.
    """
    others = [_OTHERS.submit(task, part) for part in parts[1:]]
    return [task(parts[0]), *(other.result() for other in others)]
