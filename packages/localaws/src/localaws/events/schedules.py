"""Reads moto's EventBridge rules and EventBridge Scheduler schedules as entries of the agenda."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from moto.events.models import events_backends
from moto.scheduler.models import Schedule, ScheduleGroup, scheduler_backends

from localaws.events.agenda import Entry, Timing
from localaws.this_aws.arn import parse


def entries(account: str) -> list[Entry]:
    """Every enabled scheduled rule and schedule of an account, in all regions in use."""
    return [*_rules(account), *_schedules(account)]


def is_in_force(schedule: Schedule) -> bool:
    """Whether a schedule is still there, and enabled."""
    group = _group(schedule)
    return (
        group is not None
        and group.schedules.get(schedule.name) is schedule
        and schedule.state == "ENABLED"
    )


def delete_if_wanted(schedule: Schedule) -> None:
    """Remove a schedule that will not fire again, if it asked to be deleted then."""
    group = _group(schedule)
    if schedule.action_after_completion == "DELETE" and group is not None:
        group.schedules.pop(schedule.name, None)


def _group(schedule: Schedule) -> ScheduleGroup | None:
    arn = parse(schedule.arn)
    return scheduler_backends[arn.account][arn.region].schedule_groups.get(schedule.group_name)


def _rules(account: str) -> Iterator[Entry]:
    # Lists are copied at once: requests change moto's dictionaries meanwhile.
    for _, backend in list(events_backends[account].items()):
        for bus in list(backend.event_buses.values()):
            for rule in list(bus.rules.values()):
                if rule.scheduled_expression and rule.state == "ENABLED":
                    yield Entry(rule.arn, Timing(rule.scheduled_expression), rule)


def _schedules(account: str) -> Iterator[Entry]:
    for _, backend in list(scheduler_backends[account].items()):
        for group in list(backend.schedule_groups.values()):
            for schedule in list(group.schedules.values()):
                if schedule.state == "ENABLED":
                    timing = Timing(
                        expression=schedule.schedule_expression,
                        zone=schedule.schedule_expression_timezone,
                        start=moment_of(schedule.start_date),
                        end=moment_of(schedule.end_date),
                        created=moment_of(schedule.creation_date),
                        written=moment_of(schedule.last_modified_date),
                        first_at_once=True,
                    )
                    yield Entry(schedule.arn, timing, schedule)


def moment_of(value: Any) -> datetime | None:
    """moto keeps what the request or CloudFormation had: seconds, or text in ISO 8601.

    Raises:
        ValueError, OverflowError, OSError: it is no moment.
    """
    if value is None or value == "":
        return None
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    moment = datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
