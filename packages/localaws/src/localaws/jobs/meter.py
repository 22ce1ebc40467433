"""Reads metrics off a job's log by its metric definitions."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from localaws.clock import Clock
from localaws.jobs.expressions import Expression
from localaws.jobs.job import Measurement, now
from localaws.jobs.plan import Metric
from localaws.this_aws.metrics import Datum

_CONTROL = re.compile(r"#[0-7]{3}")  # as the log has one: see logs.cleaned


class Meter:
    """Sees every line of a job's log and keeps the last value of each metric.

    Args:
        definitions: the metrics.
        publish: gets each value at once.
        clock: what time each value has.
    """

    def __init__(
        self, definitions: Sequence[Metric], publish: Callable[[Datum], None], clock: Clock
    ) -> None:
        self._patterns = [(item.name, Expression(item.regex)) for item in definitions]
        self._publish = publish
        self._clock = clock
        self._last: dict[str, Measurement] = {}

    def see(self, line: str) -> None:
        """Look for metrics in one line; what is no finite number is no value."""
        for name, pattern in self._patterns:
            for found in pattern.values(line):
                value = _number(found)
                if value is not None:
                    moment = now(self._clock)
                    self._last[name] = Measurement(name, value, moment)
                    self._publish(Datum(name, value, moment))

    def final(self) -> tuple[Measurement, ...]:
        """The last value of each metric that was seen, in the order of the definitions."""
        names = dict.fromkeys(name for name, _ in self._patterns)
        return tuple(self._last[name] for name in names if name in self._last)


def _number(text: str | None) -> float | None:
    """The number that was found; it ends at a control character.

    AWS's own definitions end in ``(\\S+)``, which takes in a ``#011`` and all that follows.
    """
    try:
        value = float(_CONTROL.split(text or "", maxsplit=1)[0])
    except ValueError:
        return None
    return value if math.isfinite(value) else None
