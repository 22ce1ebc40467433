"""How often, and for how long, a target is tried: its retry policy. Pure.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html and
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html: 185 times within 24 hours
where nothing else is said, with exponential backoff, whose steps AWS does not tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ATTEMPTS = "MaximumRetryAttempts"
AGE = "MaximumEventAgeInSeconds"

_LONGEST_PAUSE = 480.0  # seconds: 185 retries fill 24 hours
_MOST_ATTEMPTS = 185
_LONGEST_AGE = 86_400


@dataclass(frozen=True)
class Again:
    """It is tried once more after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Over:
    """It is tried no more: the condition of the policy that is exhausted, if it was that."""

    condition: str | None


@dataclass(frozen=True)
class RetryPolicy:
    attempts: int = _MOST_ATTEMPTS
    age: int = _LONGEST_AGE

    @classmethod
    def of(cls, target: Mapping[str, Any]) -> RetryPolicy:
        """The policy of a rule's or a schedule's target."""
        given = target.get("RetryPolicy") or {}
        return cls(int(given.get(ATTEMPTS, _MOST_ATTEMPTS)), int(given.get(AGE, _LONGEST_AGE)))

    def after(self, attempt: int, age: float) -> Again | Over:
        """What follows a failed attempt, of which 1 is the first, of something that is so many seconds old."""
        if attempt > self.attempts:
            return Over(ATTEMPTS)
        if age >= self.age:
            return Over(AGE)
        return Again(min(2.0 ** min(attempt, 20), _LONGEST_PAUSE, self.age - age))
