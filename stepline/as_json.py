"""What ``--json`` prints: one shape for all commands, told in ``docs/reference/command-line.md``.

An object says its ``type``. Names are in snake case, moments ISO 8601 in UTC, durations seconds as
numbers; what is not known is null. Words such as a status are AWS's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def moment(when: datetime | None) -> str | None:
    """Such as ``2026-11-26T04:09:10.123Z``."""
    if when is None:
        return None
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds(start: datetime | None, end: datetime | None) -> float | None:
    """How long it took; None while it goes on."""
    return round((end - start).total_seconds(), 3) if start and end else None


def print_document(value: Mapping[str, Any]) -> None:
    """Indented, for a command that prints one."""
    print(json.dumps(value, indent=2, ensure_ascii=False, default=_written), flush=True)


def print_line(value: Mapping[str, Any]) -> None:
    """On a line of its own, for a command that prints many."""
    print(json.dumps(value, ensure_ascii=False, default=_written), flush=True)


def _written(value: Any) -> Any:
    """What AWS responds has moments in it."""
    return moment(value) if isinstance(value, datetime) else str(value)
