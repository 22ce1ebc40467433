"""What of a script's output is quoted in its failure, where the framework's image does that (PyTorch's does).

As in AWS's training toolkit (``process.watch``): in each stream from the first line that names an error;
a line that comes again is left out, though not the very first, since those after it are indented.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable

_OF_PYTHON = tuple(name for name in dir(builtins) if "Error" in name or "Exception" in name)
_NAMES = (
    *_OF_PYTHON,
    "Invalid requirement",
    "ResourceExhaustedError",
    "OutOfRangeError",
    "InvalidArgumentError",
    "mpirun.real",
    "ORTE",
    "ExecuteUserScriptError",
)


class ErrorLines:
    """The quoted lines of one stream, told one after the other."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._began = False

    def hear(self, line: str) -> None:
        """A line of the stream."""
        self._began = self._began or any(name in line for name in _NAMES)
        if self._began:
            self._lines.append(line.strip(" :\n"))

    def __str__(self) -> str:
        return "\n ".join(self._lines)


def text(streams: Iterable[ErrorLines]) -> str:
    """What the failure says of them all."""
    said = " ".join(f"{stream}\n" for stream in streams if str(stream))
    return "\n".join(dict.fromkeys(said.split("\n"))).strip()
