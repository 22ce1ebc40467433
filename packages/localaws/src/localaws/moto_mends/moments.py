"""Defect: moto's services have the machine's time, and no one place where it could be given to them, while
in an embedded AWS everything has one clock, which a test may move: credentials, messages that are hidden
and secrets to be deleted would not grow old with the rest.

Upstream: docs/moto-issues/moments.md
"""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

from moto.core import utils
from moto.secretsmanager import models as secretsmanager

from localaws.clock import Clock
from localaws.moto_mends import guard

_UTCNOW = "6555a69cccb4"


def apply(clock: Clock) -> None:
    """Give moto the time of this clock, in UTC and without a zone, as moto wants it."""

    def utcnow() -> datetime:
        return clock.now().replace(tzinfo=None)

    original = guard.take(utils, "utcnow", _UTCNOW)
    guard.replace_everywhere(original, utcnow)
    secretsmanager.time = SimpleNamespace(time=clock.seconds)
