"""The state that data points make: M out of N, with the missing ones treated as the alarm says.

As the CloudWatch user guide has it ("Configuring how CloudWatch alarms treat missing data"): more data
points than N are looked at (the evaluation range); where N of them are there, missing ones do not matter;
else every real one counts, and as few missing ones as it takes to have N are treated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from localaws.alarms.alarm import Missing, State, Threshold

# How many data points beyond N are looked at. AWS says only that it depends on the period;
# its own examples look at two more.
_BEYOND = 2


@dataclass(frozen=True)
class Verdict:
    """``state`` is None where the alarm keeps the one it has. ``filled`` are the missing that were treated."""

    state: State | None
    evaluated: tuple[int, ...]  # positions in the range, newest first
    filled: int = 0


def evaluation_range(threshold: Threshold) -> int:
    """How many data points are looked at."""
    return threshold.periods + _BEYOND


def decide(breaching: Sequence[bool | None], threshold: Threshold, treatment: Missing) -> Verdict:
    """What ``breaching``, the data points of the evaluation range, newest first, make. None is a missing one."""
    wanted, needed = threshold.periods, threshold.needed
    real = [position for position, each in enumerate(breaching) if each is not None][:wanted]
    bad = sum(1 for position in real if breaching[position])
    lacking = wanted - len(real)
    newest = tuple(range(min(wanted, len(breaching))))
    evaluated = tuple(real) if real else newest
    if lacking == 0:
        return Verdict(_state(bad >= needed), evaluated)
    if treatment in (Missing.BREACHING, Missing.NOT_BREACHING):
        counted = bad + (lacking if treatment is Missing.BREACHING else 0)
        return Verdict(_state(counted >= needed), _with_missing(real, newest, lacking), lacking)
    if bad >= needed:
        return Verdict(State.ALARM, evaluated)
    if not real:
        unknown = None if treatment is Missing.IGNORE else State.INSUFFICIENT_DATA
        return Verdict(unknown, newest, wanted)
    if bad < len(real):
        return Verdict(State.OK, evaluated)
    # Only breaching ones, and too few. What comes next may be within the threshold: it is an alarm
    # once the oldest of them has waited for as many data points as are needed.
    late = treatment is Missing.MISSING and real[-1] + 1 >= needed
    return Verdict(State.ALARM if late else None, evaluated)


def _with_missing(real: Sequence[int], newest: Sequence[int], lacking: int) -> tuple[int, ...]:
    """The positions of the real ones and of the newest missing ones."""
    missing = [position for position in newest if position not in real][:lacking]
    return tuple(sorted([*real, *missing]))


def _state(alarms: bool) -> State:
    return State.ALARM if alarms else State.OK
