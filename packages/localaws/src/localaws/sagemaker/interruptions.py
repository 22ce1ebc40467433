"""When managed spot instances are taken away: how often by themselves, where the user of this AWS has set that. Pure."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

_RATE = re.compile(r"(?P<per_hour>[0-9]{1,6}(?:\.[0-9]{1,6})?)(?::(?P<seed>[0-9]{1,9}))?")
# By the server's clock, from an interruption until there are instances again.
CAPACITY_SECONDS = 10.0


class NotInterruptible(Exception):
    """A job has no instances that could be taken away. The message says why."""


@dataclass(frozen=True)
class Interruptions:
    """``per_hour`` of training on the average; the same ``seed`` interrupts a job of the same name the same way."""

    per_hour: float = 0.0
    seed: int = 0

    @classmethod
    def parse(cls, text: str) -> Interruptions:
        """Read ``PER_HOUR`` or ``PER_HOUR:SEED``.

        Raises:
            ValueError: it is neither.
        """
        found = _RATE.fullmatch(text)
        if found is None:
            raise ValueError(
                f"{text!r} is no number of interruptions in an hour, nor one with a seed, such as 60:7"
            )
        return cls(float(found["per_hour"]), int(found["seed"] or 0))

    def next(self, job: str, earlier: int) -> float | None:
        """Seconds of training until a job that was interrupted so many times is so again; None for never."""
        if not self.per_hour:
            return None
        chance = random.Random(f"{self.seed} {job} {earlier}")
        return chance.expovariate(self.per_hour / 3600)
