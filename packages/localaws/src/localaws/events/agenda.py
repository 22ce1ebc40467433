"""What is due when: the rules and schedules there are, and the moment that each fires next. Pure.

The ticker asks it what to do now and how long to sleep. The clock comes in as an argument.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from localaws.events import expression
from localaws.events.cron import BadExpression

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Timing:
    """When an entry fires. One that is written anew with another timing is planned anew."""

    expression: str
    zone: str = "UTC"
    start: datetime | None = None
    end: datetime | None = None
    created: datetime | None = None  # what a rate counts from; None: when it was first seen
    written: datetime | None = None  # it fires after this moment only; None: as `created`
    first_at_once: bool = False  # whether a rate fires as soon as it begins, as Scheduler's do


@dataclass(frozen=True)
class Entry:
    """A rule or schedule that is enabled; ``source`` is moto's own, for whoever fires it."""

    arn: str
    timing: Timing
    source: Any = None


@dataclass(frozen=True)
class Due:
    """An entry that is to fire, and the moment for which it was planned."""

    entry: Entry
    moment: datetime


@dataclass
class _Planned:
    entry: Entry
    anchor: datetime
    next: datetime | None


class Agenda:
    """The plan of all entries. Not safe for several threads."""

    def __init__(self) -> None:
        self._planned: dict[str, _Planned] = {}

    def due(self, entries: Iterable[Entry], now: datetime) -> list[Due]:
        """What is to fire now; each entry at most once, however long nobody asked."""
        current = {entry.arn: entry for entry in entries}
        for arn in set(self._planned) - set(current):
            del self._planned[arn]
        due = []
        for arn, entry in current.items():
            planned = self._planned.get(arn)
            if planned is None or planned.entry.timing != entry.timing:
                planned = self._planned[arn] = self._plan(entry, now)
            planned.entry = entry
            if planned.next is not None and planned.next <= now:
                due.append(Due(entry, planned.next))
                planned.next = _next(entry.timing, planned.anchor, now)
        return sorted(due, key=lambda found: found.moment)

    def next_moment(self) -> datetime | None:
        """When something is due next, as far as is known."""
        return min((p.next for p in self._planned.values() if p.next is not None), default=None)

    def over(self, arn: str) -> bool:
        """Whether an entry will never fire again."""
        planned = self._planned.get(arn)
        return planned is not None and planned.next is None

    def _plan(self, entry: Entry, now: datetime) -> _Planned:
        timing = entry.timing
        created = timing.created or now
        anchor = max(timing.start, created) if timing.start else created
        # Just before it was written: what is due at that very moment is still to come.
        written = (timing.written or created) - datetime.resolution
        try:
            return _Planned(entry, anchor, _next(timing, anchor, min(written, now)))
        except BadExpression as error:
            log.error("%s never fires: %s", entry.arn, error)
            return _Planned(entry, anchor, None)


def _next(timing: Timing, anchor: datetime, after: datetime) -> datetime | None:
    if timing.start is not None:
        after = max(after, timing.start - datetime.resolution)  # due on the start itself too
    moment = expression.next_due(
        expression.parse(timing.expression, one_may_be_plural=True),
        after,
        anchor=anchor,
        where=expression.zone(timing.zone),
        first_at_anchor=timing.first_at_once,
    )
    return moment if moment and (timing.end is None or moment <= timing.end) else None
