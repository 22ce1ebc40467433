"""EventBridge Scheduler: what happens when a schedule is due.

State machines are started, as a templated target or through the universal target
``aws-sdk:sfn:startExecution``. Scheduler gives an execution a UUID as its name.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.scheduler.exceptions import ValidationException
from moto.scheduler.models import Schedule

from localaws.events import expression, targets
from localaws.events.cron import BadExpression
from localaws.events.schedules import moment_of
from localaws.events.targets import Targets

log = logging.getLogger(__name__)

_UNIVERSAL = "arn:aws:scheduler:::aws-sdk:sfn:startExecution"


def fire(schedule: Schedule, moment: datetime, reached: Targets) -> None:
    """Call a schedule's target for the moment at which it was due. Failures are logged."""
    target = schedule.target
    attempt = str(uuid.uuid4())
    text = _with_context(target.get("Input") or "{}", schedule.arn, moment, attempt)
    arn, name = target["Arn"], attempt
    try:
        if arn == _UNIVERSAL:
            arn, name, text = _universal(text, attempt)
        elif not targets.is_state_machine(arn):
            targets.refuse(schedule.arn, arn)
            return
        targets.check_role(target.get("RoleArn"))
        reached.start_execution(arn, name, text)
    except targets.DeliveryFailed as error:
        log.error("%s did not start %s: %s", schedule.arn, arn, error)


def check_schedule(given: Mapping[str, Any]) -> None:
    """See that a schedule's expression, time zone, dates and target are such.

    Raises:
        ValidationException: they are not.
    """
    text = str(given["schedule_expression"])
    try:
        expression.parse(text)
    except BadExpression as error:
        raise ValidationException(f"Invalid Schedule Expression {text}.") from error
    where = str(given.get("schedule_expression_timezone") or "UTC")
    try:
        expression.zone(where)
    except BadExpression as error:
        raise ValidationException(f"Provided value {where} is not a valid timezone") from error
    check_dates(given.get("start_date"), given.get("end_date"))
    check_target(given["target"])


def check_dates(start: object, end: object) -> None:
    """See that a schedule's dates are dates, and in order.

    Raises:
        ValidationException: they are not.
    """
    try:
        moments = [None if each in (None, "") else moment_of(each) for each in (start, end)]
    except (ValueError, OverflowError, OSError) as error:
        raise ValidationException(f"StartDate or EndDate is no date: {error}") from error
    if moments[0] is not None and moments[1] is not None and moments[0] >= moments[1]:
        raise ValidationException("The StartDate must come before the EndDate.")


def check_target(target: Any) -> None:
    """See that a schedule's target is one.

    Raises:
        ValidationException: it is none.
    """
    if not isinstance(target, dict) or not target.get("Arn") or not target.get("RoleArn"):
        raise ValidationException("A Target must have an Arn and a RoleArn.")
    for member in ("Arn", "RoleArn"):
        if not targets.is_arn(str(target[member])):
            raise ValidationException(f"Provided Arn is not in correct format: {target[member]}")
    text = target.get("Input")
    if text is not None and targets.is_state_machine(str(target["Arn"])):
        try:
            json.loads(text)
        except (ValueError, TypeError, RecursionError) as error:
            raise ValidationException("The Input of the target is no valid JSON.") from error


def _universal(text: str, attempt: str) -> tuple[str, str, str]:
    """State machine, execution name and input out of the universal target's request.

    Raises:
        DeliveryFailed: it is no request of StartExecution.
    """
    try:
        request = json.loads(text)
        return request["StateMachineArn"], request.get("Name", attempt), request.get("Input", "{}")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise targets.DeliveryFailed(f"Input is no StartExecution request: {error!r}") from error


def _with_context(text: str, arn: str, moment: datetime, attempt: str) -> str:
    """The input with Scheduler's context attributes filled in."""
    context = {
        "<aws.scheduler.schedule-arn>": arn,
        "<aws.scheduler.scheduled-time>": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "<aws.scheduler.execution-id>": attempt,
        "<aws.scheduler.attempt-number>": "1",
    }
    for name, value in context.items():
        text = text.replace(name, value)
    return text
