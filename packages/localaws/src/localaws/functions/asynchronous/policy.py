"""What becomes of an event after an attempt: once more, or its end and who is told. Pure.

Lambda's developer guide, "How Lambda handles errors and retries with asynchronous invocation": two
more attempts at the function's own errors, after one minute and after two; throttles and errors of
the system are tried for six hours, from one second to five minutes apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from localaws.functions.function import EventConfig

Condition = Literal["Success", "RetriesExhausted", "EventAgeExceeded", "ZeroReservedConcurrency"]

_AFTER_ERROR = (60.0, 120.0)  # seconds, before the second and the third attempt
_FIRST_THROTTLE, _LONGEST_THROTTLE = 1.0, 300.0


@dataclass(frozen=True)
class Attempted:
    """An event after an attempt.

    Attributes:
        errors: how often the function has failed at it.
        throttles: how often in a row it was not let in.
        age: seconds since it was accepted.
        zero: the function reserves no concurrency at all.
    """

    ended: Literal["succeeded", "failed", "throttled"]
    errors: int
    throttles: int
    age: float
    zero: bool = False


@dataclass(frozen=True)
class Again:
    """Try once more after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Over:
    """That was its end."""

    condition: Condition


def after(event: Attempted, config: EventConfig) -> Again | Over:
    """What comes after an attempt."""
    if event.ended == "succeeded":
        return Over("Success")
    if event.ended == "throttled":
        if event.zero:
            return Over("ZeroReservedConcurrency")
        pause = min(_FIRST_THROTTLE * 2 ** max(event.throttles - 1, 0), _LONGEST_THROTTLE)
    elif event.errors > config.attempts:
        return Over("RetriesExhausted")
    else:
        pause = _AFTER_ERROR[min(event.errors, len(_AFTER_ERROR)) - 1]
    if event.age + pause > config.age:
        return Over("EventAgeExceeded")
    return Again(pause)
