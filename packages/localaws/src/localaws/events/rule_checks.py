"""What a rule may be: its pattern, its schedule and its targets."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from moto.events.exceptions import InvalidEventPatternException, ValidationException

from localaws.events import expression
from localaws.events.cron import BadExpression
from localaws.events.pattern_api import read
from localaws.events.target_input import BadInput, fill, find
from localaws.this_aws.arn import is_arn, parse

_LARGEST_PATTERN = 2048  # characters, the default quota
_VARIABLE = re.compile(r"[A-Za-z0-9_.-]+")


def check_pattern(text: str | None) -> None:
    """See that a rule's pattern is one, where it has one.

    Raises:
        InvalidEventPatternException: it is none.
    """
    if not text:
        return
    if len(text) > _LARGEST_PATTERN:
        raise InvalidEventPatternException(f"it has more than {_LARGEST_PATTERN} characters")
    read(text)


def check_rule_expression(text: str | None) -> None:
    """See that a rule's schedule is one, where it has one.

    Raises:
        ValidationException: it is none.
    """
    if not text:
        return
    try:
        if isinstance(expression.parse(text), expression.At):
            raise BadExpression("a rule knows rate(…) and cron(…) only")
    except BadExpression as error:
        raise ValidationException("Parameter ScheduleExpression is not valid.") from error


def check_target(target: Mapping[str, Any]) -> None:
    """See that a target of a rule is one.

    Raises:
        ValidationException: it is none.
    """
    arn, name = str(target.get("Arn", "")), target.get("Id")
    if not is_arn(arn):
        raise ValidationException(
            f"Parameter {arn} is not valid. Reason: Provided Arn is not in correct format."
        )
    role = target.get("RoleArn")
    if role is not None and not is_arn(role):
        raise ValidationException(
            f"Parameter RoleArn is not valid for target {name}. Reason: Provided Arn is not in "
            "correct format."
        )
    given = [each for each in ("Input", "InputPath", "InputTransformer") if each in target]
    if len(given) > 1:
        raise ValidationException(
            f"Only one of Input, InputPath, or InputTransformer must be provided for target {name}."
        )
    _check_dead_letters(target, name)
    if "Input" in target and not _is_json(target["Input"]):
        raise ValidationException(f"JSON syntax error in input for target {name}")
    try:
        if "InputPath" in target:
            find({}, target["InputPath"])
        if "InputTransformer" in target:
            _check_transformer(target["InputTransformer"])
    except BadInput as error:
        raise ValidationException(
            f"Invalid InputPath or InputTransformer for target {name} : [{error}]"
        ) from error
    if role is None and _wants_a_role(arn):
        raise ValidationException(f"RoleArn is required for target {arn}.")


def _wants_a_role(arn: str) -> bool:
    """Whether no policy of its own could let EventBridge in."""
    target = parse(arn)
    return target.service == "states" or target.resource.startswith("api-destination/")


def _check_dead_letters(target: Mapping[str, Any], name: object) -> None:
    queue = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue is None:
        return
    arn = parse(str(queue))
    if not is_arn(str(queue)) or arn.service != "sqs" or arn.resource.endswith(".fifo"):
        raise ValidationException(
            f"Parameter DeadLetterConfig.Arn is not valid for target {name}. Reason: {queue} is not "
            "the ARN of a standard SQS queue."
        )


def _check_transformer(transformer: Mapping[str, Any]) -> None:
    paths = transformer.get("InputPathsMap") or {}
    for name, path in paths.items():
        if name.upper().startswith("AWS.") or not _VARIABLE.fullmatch(name):
            raise BadInput(f"{name} is no name of a variable, or one that AWS keeps for itself")
        find({}, path)
    known = dict.fromkeys(paths, "") | {
        f"aws.events.{name}": ""
        for name in ("rule-arn", "rule-name", "event.ingestion-time", "event", "event.json")
    }
    fill(str(transformer.get("InputTemplate", "")), known)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
