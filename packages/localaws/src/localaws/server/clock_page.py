"""``/_localaws/clock``: GET tells what time it is here, POST lets time pass, where that was allowed.

A test that waits for tomorrow's schedule, for a Wait state of a day or for credentials to expire has it
happen at once: ``{"seconds": 86400}``, or ``{"to": "2027-01-01T03:00:00Z"}``.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from localaws.clock import Clock

_LONGEST_BODY = 1024
_ASK = 'say {"seconds": 3600} or {"to": "2027-01-01T03:00:00Z"}'


class _Refused(Exception):
    """The message says what the body has to be."""


class ClockPage:
    """Moves ``clock`` for whoever asks, if it is ``movable``."""

    def __init__(self, clock: Clock, movable: bool) -> None:
        self._clock = clock
        self._movable = movable

    def respond(self, environ: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The status of the response, and what it says."""
        if environ["REQUEST_METHOD"] == "GET":
            return "200 OK", self._told()
        if environ["REQUEST_METHOD"] != "POST":
            return "405 Method Not Allowed", {
                "error": "the clock is read with GET, moved with POST"
            }
        if not self._movable:
            why = "the clock can be moved in a server that was started with --movable-clock"
            return "403 Forbidden", {"error": why}
        length = int(environ.get("CONTENT_LENGTH") or 0)
        try:
            self._clock.move(self._seconds(environ["wsgi.input"].read(min(length, _LONGEST_BODY))))
        except (_Refused, ValueError) as refused:
            return "400 Bad Request", {"error": str(refused)}
        return "200 OK", self._told()

    def _told(self) -> dict[str, Any]:
        now = self._clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"now": now, "moved_seconds": self._clock.moved, "movable": self._movable}

    def _seconds(self, body: bytes) -> float:
        try:
            asked = json.loads(body)
        except (ValueError, RecursionError):
            raise _Refused(f"the body is no JSON: {_ASK}") from None
        if isinstance(asked, dict) and len(asked) == 1:
            (name, value) = asked.popitem()
            if name == "seconds" and isinstance(value, int | float) and type(value) is not bool:
                return value
            if name == "to" and isinstance(value, str):
                return self._until(value)
        raise _Refused(f"the body is not understood: {_ASK}")

    def _until(self, text: str) -> float:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise _Refused(f"{text[:100]!r} is no moment in ISO 8601: {_ASK}") from None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        left = moment.timestamp() - self._clock.seconds()
        if left < 0:
            raise _Refused(f"it is later than {text} already: the clock runs forwards only")
        return left
