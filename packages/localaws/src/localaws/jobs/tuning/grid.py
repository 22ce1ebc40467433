"""Grid search: every combination of some categories, once, in a fixed order. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from localaws.jobs.tuning.ranges import Categorical


def size(ranges: Sequence[Categorical]) -> int:
    """How many combinations there are."""
    return math.prod(len(each.values) for each in ranges)


def combination(ranges: Sequence[Categorical], number: int) -> Mapping[str, str]:
    """The combination of that number, from 0; the last range changes fastest."""
    chosen: dict[str, str] = {}
    for each in reversed(ranges):
        number, index = divmod(number, len(each.values))
        chosen[each.name] = each.values[index]
    return {each.name: chosen[each.name] for each in ranges}
