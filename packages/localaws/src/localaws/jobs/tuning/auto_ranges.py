"""The range of a hyperparameter of which a request gives only an example: ``AutoParameters`` of Autotune. Pure.

AWS keeps to itself how it chooses; this is our choice: an order of magnitude about a number that is positive, on
a logarithmic scale, and within 0 and 1 where the example is; both truths of a truth; nothing else is tuned.
"""

from __future__ import annotations

import re

from localaws.jobs.tuning.ranges import Categorical, Continuous, Integer, Range

_TRUTHS = (("true", "false"), ("True", "False"))
_TIMES = 10
_INTEGER = re.compile(r"[0-9]{1,9}")


def range_of(name: str, example: str) -> Range | None:
    """The range about an example value; None where it tells no range, so that the example is used as it is."""
    for truths in _TRUTHS:
        if example in truths:
            return Categorical(name, truths)
    if _INTEGER.fullmatch(example):
        value = int(example)
        if value == 0:
            return None
        return Integer(name, max(1, value // _TIMES), value * _TIMES, "Logarithmic")
    try:
        number = float(example)
    except ValueError:
        return None
    if not 0 < number < float("inf"):
        return None
    most = min(1.0, number * _TIMES) if number <= 1 else number * _TIMES
    return Continuous(name, number / _TIMES, most, "Logarithmic")
