"""What there is to tell of a job, as the console shows it: status history, then facts. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rich.table import Column

from stepline import columns
from stepline.durations import spoken
from stepline.jobs.kind import Described, Facts, Phase, ReportedKind

ENDED = ("Completed", "Failed", "Stopped")


@dataclass(frozen=True)
class Report:
    """A job at one moment. ``facts`` are in the order in which they are shown."""

    kind: ReportedKind
    name: str
    status: str
    phases: list[Phase]
    facts: Facts

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    def lines(self, now: datetime) -> Iterator[str]:
        """The report as text: a heading, the status history, the facts."""
        yield f"{self.kind.noun.capitalize()} job {self.name}: {self.status}"
        yield ""
        yield from columns.lines(
            [("Status", "Started", "Took", "Message"), *(_row(p, now) for p in self.phases)],
            Column(min_width=19),
            Column(min_width=19),
            Column(min_width=10, justify="right"),
            Column(),
        )
        yield ""
        yield from columns.lines(
            ("" if number else label, value)
            for label, values in self.facts
            for number, value in enumerate(values)
        )


def report(kind: ReportedKind, described: Described) -> Report:
    """The report of a job from what Describe responds."""
    return Report(
        kind=kind,
        name=described[kind.name_member],
        status=described[kind.status_member],
        phases=kind.phases(described),
        facts=[(label, values) for label, values in kind.facts(described) if values],
    )


def _row(phase: Phase, now: datetime) -> tuple[str, ...]:
    """Status, start, how long it took (so far), message."""
    took = "" if phase.status in ENDED else spoken(phase.seconds(now))
    return (phase.status, phase.started, took, phase.message)
