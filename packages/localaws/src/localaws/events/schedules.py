"""Reads moto's EventBridge rules and EventBridge Scheduler schedules as entries of the agenda."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from moto.events.models import events_backends
from moto.scheduler.models import Schedule, scheduler_backends

from localaws.events.agenda import Entry, Timing


def entries(account: str) -> list[Entry]:
    """Every enabled scheduled rule and schedule of an account, in all regions in use."""
    return [*_rules(account), *_schedules(account)]


def delete_if_done(account: str, schedule: Schedule) -> None:
    """Remove a schedule that will not fire again and asked to be deleted then."""
    if schedule.action_after_completion != "DELETE":
        return
    region = schedule.arn.split(":")[3]
    group = scheduler_backends[account][region].schedule_groups.get(schedule.group_name)
    if group is not None:
        group.schedules.pop(schedule.name, None)


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
