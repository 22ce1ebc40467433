"""``/_localaws/spot``: POST takes the managed spot instances of a training job away, GET tells how often that happens by itself.

``{"job": "NAME"}``, and as one likes ``"capacity_after_seconds"``, until there are instances again, and ``"region"``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from localaws.sagemaker.interruptions import CAPACITY_SECONDS, Interruptions, NotInterruptible

_LONGEST_BODY = 1024
_MEMBERS = {"job", "capacity_after_seconds", "region"}
_ASK = 'say {"job": "NAME"}, with "capacity_after_seconds" and "region" if you like'

Interrupt = Callable[[str, str, float], None]  # region, job, seconds until there are others


class _Refused(Exception):
    """The message says what the body has to be."""


class SpotPage:
    """Asks ``interrupt`` for whoever asks; jobs are of the server's ``region`` where none is named."""

    def __init__(self, interrupt: Interrupt, interruptions: Interruptions, region: str) -> None:
        self._interrupt = interrupt
        self._interruptions = interruptions
        self._region = region

    def respond(self, environ: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The status of the response, and what it says."""
        if environ["REQUEST_METHOD"] == "GET":
            often = self._interruptions
            return "200 OK", {"interruptions_per_hour": often.per_hour, "seed": often.seed}
        if environ["REQUEST_METHOD"] != "POST":
            return "405 Method Not Allowed", {"error": "a job is interrupted with POST"}
        length = int(environ.get("CONTENT_LENGTH") or 0)
        try:
            asked = _read(environ["wsgi.input"].read(min(length, _LONGEST_BODY)))
            seconds = float(asked.get("capacity_after_seconds", CAPACITY_SECONDS))
            self._interrupt(asked.get("region", self._region), asked["job"], seconds)
        except _Refused as refused:
            return "400 Bad Request", {"error": str(refused)}
        except NotInterruptible as error:
            return "409 Conflict", {"error": str(error)}
        told = {"job": asked["job"], "interrupted": True, "capacity_after_seconds": seconds}
        return "202 Accepted", told


def _read(body: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        raise _Refused(f"the body is no JSON: {_ASK}") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("job"), str):
        raise _Refused(f"the body is not understood: {_ASK}")
    if unknown := sorted(asked.keys() - _MEMBERS):
        raise _Refused(f"{', '.join(unknown)} is not understood: {_ASK}")
    if not isinstance(asked.get("region", ""), str):
        raise _Refused(f"region is no text: {_ASK}")
    seconds = asked.get("capacity_after_seconds", 0)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise _Refused(f"capacity_after_seconds is no number: {_ASK}")
    if not 0 <= seconds <= 28 * 86400 or math.isnan(seconds):
        raise _Refused("capacity_after_seconds is from 0 to 28 days")
    return asked
