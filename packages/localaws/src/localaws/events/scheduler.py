"""EventBridge Scheduler: what happens when a schedule is due.

Its target is a templated one (a state machine, a function, a queue, a topic, a bus) or a universal one, any
operation that is offered here, by ``aws-sdk``. Scheduler gives each attempt a UUID, and an execution that
one as its name.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from moto.scheduler.models import Schedule

from localaws.clock import Clock
from localaws.events import dead_letters, metrics, schedules, window
from localaws.events.delivery import Deliveries
from localaws.events.failure import INVALID_JSON, DeliveryFailed
from localaws.events.parcel import Ended, Letter, Parcel, Sending
from localaws.events.rules import written
from localaws.events.targets import operations
from localaws.this_aws.arn import parse

PRINCIPAL = "scheduler.amazonaws.com"


def fire(
    schedule: Schedule,
    moment: datetime,
    deliveries: Deliveries,
    clock: Clock,
    then: Callable[[], None] | None = None,
) -> None:
    """Call a schedule's target for the moment at which it was due, within its window.

    ``then`` is called when the target was called the first time. A schedule that is gone or disabled by
    the time that its window has come to it calls nothing.
    """

    def send() -> None:
        due = Firing(schedule.arn, schedule.target, moment, uuid.uuid4())
        count = partial(metrics.of_schedule, schedule.arn, clock=clock)
        deliveries.send(Sending(schedule.arn, schedule.target, due.parcel, due.letter, count))
        if then is not None:
            then()

    delay = window.delay(schedule.arn, schedule.flexible_time_window, moment)
    if not delay:
        send()
        return
    deliveries.later(
        (moment + delay).timestamp(), lambda: send() if schedules.is_in_force(schedule) else None
    )


class Firing:
    """One moment at which a schedule is due, and what is sent for it."""

    def __init__(
        self, schedule: str, target: Mapping[str, Any], moment: datetime, identity: uuid.UUID
    ) -> None:
        self._schedule = schedule
        self._target = target
        self._moment = written(moment)
        self._identity = identity

    def parcel(self, attempt: int) -> Parcel:
        """What the attempt of that number sends.

        Raises:
            DeliveryFailed: a bus is to get what is no event.
        """
        text, execution = self._text(attempt), self._execution(attempt)
        event = None
        if "EventBridgeParameters" in self._target:
            event = self._event(self._target["EventBridgeParameters"], text, execution)
        return Parcel(self._schedule, PRINCIPAL, self._target, text, execution, event)

    def letter(self, ended: Ended) -> Letter:
        last = ended.retries + 1
        execution, text = self._execution(last), self._text(last)
        arn = str(self._target["Arn"])
        return dead_letters.of_schedule(self._schedule, arn, self._moment, execution, text, ended)

    def _execution(self, attempt: int) -> str:
        """Another for each attempt."""
        return str(uuid.uuid5(self._identity, str(attempt)))

    def _text(self, attempt: int) -> str:
        context = {
            "<aws.scheduler.schedule-arn>": self._schedule,
            "<aws.scheduler.scheduled-time>": self._moment,
            "<aws.scheduler.execution-id>": self._execution(attempt),
            "<aws.scheduler.attempt-number>": str(attempt),
        }
        text = str(self._target.get("Input") or self._without_input())
        for name, value in context.items():
            text = text.replace(name, value)
        return text

    def _without_input(self) -> str:
        """What a target gets of a schedule that has no input: a notice, or a request without members."""
        if operations.is_one(str(self._target["Arn"])):
            return "{}"
        own = parse(self._schedule)
        notice = {
            "version": "0",
            "id": str(self._identity),
            "detail-type": "Scheduled Event",
            "source": "aws.scheduler",
            "account": own.account,
            "time": self._moment,
            "region": own.region,
            "resources": [self._schedule],
            "detail": "{}",
        }
        return json.dumps(notice)

    def _event(self, given: Mapping[str, Any], text: str, identity: str) -> dict[str, Any]:
        """The event that PutEvents would make of the input."""
        own = parse(self._schedule)
        try:
            detail = json.loads(text)
        except ValueError as error:
            raise DeliveryFailed(INVALID_JSON, f"the input is not JSON: {text[:200]}") from error
        if not isinstance(detail, dict):
            raise DeliveryFailed(INVALID_JSON, "the input is no JSON object")
        return {
            "version": "0",
            "id": identity,
            "detail-type": given["DetailType"],
            "source": given["Source"],
            "account": own.account,
            "time": self._moment,
            "region": own.region,
            "resources": [],
            "detail": detail,
        }
