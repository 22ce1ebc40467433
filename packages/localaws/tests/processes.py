"""Which processes belong to an embedded AWS: those that have its home folder open in any way."""

from __future__ import annotations

import time
from pathlib import Path


def of(home: Path) -> list[str]:
    """``pid command`` of each living process that names ``home`` or has it mounted (Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ")
            traces = [command, (process / "environ").read_bytes()]
            traces.append((process / "mountinfo").read_bytes())
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it has ended meanwhile
        if command and any(str(home).encode() in trace for trace in traces):
            found.append(f"{process.name} {command.decode(errors='replace')}")
    return found


def gone(home: Path, within: float = 20.0) -> bool:
    """Whether no process of ``home`` is left, at the latest ``within`` seconds from now."""
    deadline = time.monotonic() + within
    while of(home):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
