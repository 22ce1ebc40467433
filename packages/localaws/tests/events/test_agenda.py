"""What fires when, told by a clock that a test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from localaws.events.agenda import Agenda, Entry, Timing

NOON = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def fired(agenda: Agenda, *entries: Entry, now: datetime) -> list[str]:
    return [found.entry.arn for found in agenda.due(entries, now)]


def test_a_rules_rate_fires_first_one_period_after_it_was_seen() -> None:
    agenda, rule = Agenda(), Entry("rule", Timing("rate(1 minute)"))
    assert fired(agenda, rule, now=NOON) == []
    assert agenda.next_moment() == NOON + minutes(1)
    assert fired(agenda, rule, now=NOON + minutes(0.9)) == []
    assert fired(agenda, rule, now=NOON + minutes(1)) == ["rule"]
    assert fired(agenda, rule, now=NOON + minutes(1.5)) == []
    assert fired(agenda, rule, now=NOON + minutes(2)) == ["rule"]


def test_a_rule_that_was_disabled_begins_anew() -> None:
    agenda, rule = Agenda(), Entry("rule", Timing("rate(1 minute)"))
    assert fired(agenda, rule, now=NOON) == []
    assert fired(agenda, now=NOON + minutes(0.5)) == []
    assert agenda.next_moment() is None
    assert fired(agenda, rule, now=NOON + minutes(3)) == []
    assert agenda.next_moment() == NOON + minutes(4)


def test_a_schedules_rate_fires_at_once_and_then_by_its_period() -> None:
    timing = Timing("rate(5 minutes)", created=NOON, written=NOON, first_at_once=True)
    agenda, schedule = Agenda(), Entry("schedule", timing)
    assert fired(agenda, schedule, now=NOON + minutes(0.01)) == ["schedule"]
    assert fired(agenda, schedule, now=NOON + minutes(0.02)) == []
    assert agenda.next_moment() == NOON + minutes(5)


def test_a_schedule_that_is_updated_does_not_fire_for_the_past() -> None:
    later = NOON + minutes(7)
    timing = Timing("rate(5 minutes)", created=NOON, written=later, first_at_once=True)
    agenda, schedule = Agenda(), Entry("schedule", timing)
    assert fired(agenda, schedule, now=later + minutes(0.01)) == []
    assert agenda.next_moment() == NOON + minutes(10)


def test_nothing_fires_before_its_start_nor_after_its_end() -> None:
    timing = Timing(
        "rate(5 minutes)",
        start=NOON + minutes(3),
        end=NOON + minutes(10),
        created=NOON,
        first_at_once=True,
    )
    agenda, schedule = Agenda(), Entry("schedule", timing)
    moments = [step for step in range(31) if fired(agenda, schedule, now=NOON + minutes(step))]
    assert moments == [3, 8]
    assert agenda.over("schedule")


def test_what_was_due_while_nobody_looked_fires_once() -> None:
    agenda, rule = Agenda(), Entry("rule", Timing("rate(1 minute)"))
    assert fired(agenda, rule, now=NOON) == []
    assert fired(agenda, rule, now=NOON + minutes(60)) == ["rule"]
    assert agenda.next_moment() == NOON + minutes(61)


def test_at_fires_once_in_its_time_zone() -> None:
    timing = Timing("at(2024-05-01T21:30:00)", zone="Asia/Tokyo", created=NOON)
    agenda, schedule = Agenda(), Entry("schedule", timing)
    assert fired(agenda, schedule, now=NOON) == []
    assert fired(agenda, schedule, now=NOON + minutes(30)) == ["schedule"]
    assert agenda.over("schedule")
    assert fired(agenda, schedule, now=NOON + minutes(31)) == []


def test_another_expression_is_planned_anew() -> None:
    agenda = Agenda()
    assert fired(agenda, Entry("rule", Timing("rate(1 hour)")), now=NOON) == []
    assert fired(agenda, Entry("rule", Timing("rate(1 minute)")), now=NOON + minutes(1)) == []
    assert agenda.next_moment() == NOON + minutes(2)


def test_a_wrong_expression_is_told_once_and_disturbs_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    agenda = Agenda()
    bad, good = Entry("bad", Timing("cron(what)")), Entry("good", Timing("rate(1 minute)"))
    for step in range(3):
        fired(agenda, bad, good, now=NOON + minutes(step / 10))
    assert fired(agenda, bad, good, now=NOON + minutes(1)) == ["good"]
    assert [r.message for r in caplog.records] == [
        "bad never fires: a cron expression has 6 fields, and this one has 1"
    ]
