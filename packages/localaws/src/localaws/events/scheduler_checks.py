"""What a schedule may ask for: its expression, time zone, dates, window, target and role."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.scheduler.exceptions import ValidationException

from localaws.events import expression
from localaws.events.cron import BadExpression
from localaws.events.scheduler import PRINCIPAL
from localaws.events.schedules import moment_of
from localaws.events.targets import operations
from localaws.this_aws.arn import is_arn, parse
from localaws.this_aws.roles import assumable

_JSON = ("events", "lambda", "scheduler", "states")  # whose input has to be JSON


class Unsupported(JsonRESTError):  # type: ignore[misc]
    """An operation of AWS's that this embedded AWS does not have, as the target of a schedule."""

    code = 400

    def __init__(self, sentence: str) -> None:
        super().__init__("UnsupportedOperationException", sentence)


def check_schedule(given: Mapping[str, Any]) -> None:
    """See that a schedule's expression, time zone, dates and target are such.

    Raises:
        ValidationException: they are not.
    """
    text = str(given["schedule_expression"])
    try:
        expression.parse(text, one_may_be_plural=True)
    except BadExpression as error:
        raise ValidationException(f"Invalid Schedule Expression {text}.") from error
    where = str(given.get("schedule_expression_timezone") or "UTC")
    try:
        expression.zone(where)
    except BadExpression as error:
        raise ValidationException(f"Provided value {where} is not a valid timezone") from error
    check_dates(given.get("start_date"), given.get("end_date"))
    check_window(given.get("flexible_time_window") or {"Mode": "OFF"})
    check_target(given["target"])
    check_role(str(given["target"]["RoleArn"]))


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


def check_window(window: Mapping[str, Any]) -> None:
    """See that a window has a length where it is one, and none where it is not.

    Raises:
        ValidationException: it is otherwise.
    """
    flexible, length = window.get("Mode") == "FLEXIBLE", window.get("MaximumWindowInMinutes")
    if flexible and not length:
        raise ValidationException(
            "MaximumWindowInMinutes must be provided when FlexibleTimeWindow Mode is FLEXIBLE."
        )
    if length and not flexible:
        raise ValidationException(
            "MaximumWindowInMinutes must not be provided when FlexibleTimeWindow Mode is OFF."
        )


def check_role(role: str) -> None:
    """See that Scheduler may assume the role of a target.

    Raises:
        ValidationException: it may not; AWS says the same where there is no such role.
    """
    if not assumable(role, PRINCIPAL):
        raise ValidationException(
            "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
        )


def check_target(target: Any) -> None:
    """See that a schedule's target is one.

    Raises:
        ValidationException: it is none.
        Unsupported: it is an operation that is not offered here.
    """
    if not isinstance(target, dict) or not target.get("Arn") or not target.get("RoleArn"):
        raise ValidationException("A Target must have an Arn and a RoleArn.")
    for member in ("Arn", "RoleArn"):
        if not is_arn(str(target[member])):
            raise ValidationException(f"Provided Arn is not in correct format: {target[member]}")
    arn = str(target["Arn"])
    if operations.is_one(arn):
        _check_operation(arn)
    service = parse(arn).service
    if service == "events" and "EventBridgeParameters" not in target:
        raise ValidationException("EventBridgeParameters must be given for an event bus.")
    if service == "sqs" and arn.endswith(".fifo") and "SqsParameters" not in target:
        raise ValidationException("SqsParameters must be given for a FIFO queue.")
    if "Input" in target and service in _JSON and not _is_json(target["Input"]):
        raise ValidationException("The Input of the target is no valid JSON.")


def _check_operation(arn: str) -> None:
    try:
        refused = operations.refusal(arn)
    except operations.NoOperation as error:
        raise ValidationException(f"Invalid target {arn}: {error}") from error
    if refused is not None:
        raise Unsupported(refused)


def _is_json(text: Any) -> bool:
    try:
        json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return False
    return True
