"""Moments in the three spellings that AWS's protocols have: ISO 8601, RFC 822, seconds since 1970."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from localaws.protocols.refusal import Malformed

_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d{1,3})?")


def moment(value: datetime | float | str, where: str = "") -> datetime:
    """A moment with a time zone, whichever way it was written.

    Raises:
        Malformed: it is no moment, or one that no calendar has.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        if isinstance(value, str) and not _NUMBER.fullmatch(value):
            found = _written(value)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
        seconds = float(value)
        if not math.isfinite(seconds):
            raise ValueError("no number of seconds")
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError, TypeError) as error:
        at = f" at '{where}'" if where else ""
        raise Malformed(f"'{str(value)[:100]}'{at} is no timestamp") from error


def iso(seconds: float) -> str:
    """A moment in seconds since 1970 as a text of JSON has it: ``2026-10-01T12:00:00.123Z``."""
    at = datetime.fromtimestamp(seconds, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _written(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        found: datetime = parsedate_to_datetime(text)
        return found
