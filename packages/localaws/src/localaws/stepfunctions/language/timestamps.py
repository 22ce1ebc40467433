"""Timestamps of the language: RFC 3339 with a capital T, and a capital Z or an offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_SHAPE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)", re.ASCII
)
_FRACTION = re.compile(r"[.,](\d+)")


def read(text: str) -> datetime | None:
    """The moment, in UTC and to the microsecond; None where ``text`` is no timestamp."""
    if not _SHAPE.fullmatch(text):
        return None
    exact = _FRACTION.sub(lambda found: "." + found[1][:6].ljust(6, "0"), text)
    try:
        return datetime.fromisoformat(exact).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def write(seconds: float) -> str:
    """A moment in seconds since 1970 as AWS writes it, to the millisecond: the one that events and the API tell
    as a number, so that what is named after the one is found by the other."""
    moment = datetime.fromtimestamp(round(seconds, 3), UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
