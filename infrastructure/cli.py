"""What the CDK CLI that started this program was asked for: all stacks, or which.

The CLI takes `--all` for the stacks at the top of the app, and a command without a name for the only one there. So
the app has to know which of the two it is asked for, and the CLI hands on no more than the context: its own
command line says it, which belongs to a process above this one.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

_ABOVE = 4
"""Processes between the CLI and this one at most: a shell, and what a user has put before `python3`."""


def means_all(process: int | None = None) -> bool:
    """Whether a CDK CLI above the process was called with --all; False where that cannot be read."""
    return not {"--all", "--all=true"}.isdisjoint(_said(process))


def asks_for(stack_name: str, process: int | None = None) -> bool:
    """Whether such a CLI was called for that stack: by its name, by a pattern such as `stepline-*-prod`, or for all."""
    return means_all(process) or any(
        fnmatchcase(stack_name, word) for word in _said(process) if not word.startswith("-")
    )


def _said(process: int | None) -> list[str]:
    """What follows the name of the CLI above the process; nothing where there is none."""
    for words in _command_lines(os.getpid() if process is None else process):
        for number, word in enumerate(words[:3]):
            if Path(word).name in ("cdk", "cdk.js"):
                return words[number + 1 :]
    return []


def _command_lines(process: int) -> Iterator[list[str]]:
    """Those of the processes above one, the nearest first."""
    for _ in range(_ABOVE):
        process = _parent(process)
        if process <= 1:
            return
        yield _words(process)


def _parent(process: int) -> int:
    try:
        # The name in parentheses may have spaces: the parent is the second word after it.
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        return int(stat.rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        said = _asked_of_ps("ppid=", process)
        return int(said) if said.isdigit() else 0


def _words(process: int) -> list[str]:
    try:
        line = Path(f"/proc/{process}/cmdline").read_bytes()
        return line.decode(errors="replace").split("\0")
    except OSError:
        return _asked_of_ps("command=", process).split()


def _asked_of_ps(column: str, process: int) -> str:
    """Where there is no /proc, as on macOS."""
    try:
        done = subprocess.run(
            ["ps", "-o", column, "-p", str(process)], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()
