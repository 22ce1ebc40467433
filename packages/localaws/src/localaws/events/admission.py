"""Refuses what moto's EventBridge and Scheduler would take and then fall over, as AWS does.

Rules with bad patterns, targets that are none, entries of PutEvents without sense, schedules in
groups that there are not. Decided before anything is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.events.exceptions import (
    InvalidEventPatternException,
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
    ValidationException,
)
from moto.events.models import EventsBackend, Rule, events_backends
from moto.scheduler.exceptions import ValidationException as ScheduleInvalid
from moto.scheduler.models import EventBridgeSchedulerBackend, Schedule, scheduler_backends

from localaws.events import expression
from localaws.events.connections import without_secrets
from localaws.events.cron import BadExpression
from localaws.events.pattern_api import read
from localaws.events.scheduler import check_schedule
from localaws.events.target_input import BadInput, fill, find
from localaws.events.targets import is_arn
from localaws.moto_mends.stand_in import stand_in


class GroupExists(JsonRESTError):  # type: ignore[misc]
    """The API's error of a schedule group whose name is taken."""

    def __init__(self, name: str) -> None:
        super().__init__("ConflictException", f"Schedule group {name} already exists.")


_LARGEST_EVENT = 256 * 1024
_LARGEST_PATTERN = 2048  # characters, the default quota
_MOST_TARGETS = 5


def apply() -> None:
    """Put them in the place of moto's. Call once, before the server serves.

    Raises:
        MotoHasChanged: moto's are not those that these were written for.
    """
    stand_in(events_backends, Rules)
    stand_in(scheduler_backends, Schedules)


class Rules(EventsBackend):  # type: ignore[misc]  # moto is untyped to mypy here
    """EventBridge."""

    def put_rule(self, name: str, **members: Any) -> Rule:
        check_pattern(members.get("event_pattern"))
        check_rule_expression(members.get("scheduled_expression"))
        return super().put_rule(name, **members)

    def put_targets(
        self, name: str, event_bus_arn: str | None, targets: list[dict[str, Any]]
    ) -> None:
        for target in targets:
            check_target(target)
        rule = self._get_event_bus(self._normalize_event_bus_arn(event_bus_arn)).rules.get(name)
        ids = {target["Id"] for target in targets} | {
            t["Id"] for t in (rule.targets if rule else [])
        }
        if len(ids) > _MOST_TARGETS:
            raise ValidationException(
                f"The requested resource exceeds the maximum number allowed: {_MOST_TARGETS} targets"
            )
        super().put_targets(name, event_bus_arn, targets)

    def delete_event_bus(self, name: str) -> None:
        """A bus with rules stays: moto forgets both (hashicorp/terraform-provider-aws#22131)."""
        bus = self.event_buses.get(name)
        if bus is not None and name != "default" and bus.rules:
            raise ValidationException("EventBus can't be deleted since it has rules.")
        super().delete_event_bus(name)

    def create_connection(
        self, name: str, description: str, authorization_type: str, auth_parameters: dict[str, Any]
    ) -> Any:
        if name in self.connections:
            raise ResourceAlreadyExistsException(f"Connection {name} already exists.")
        return super().create_connection(name, description, authorization_type, auth_parameters)

    def describe_connection(self, name: str) -> dict[str, Any]:
        described: dict[str, Any] = without_secrets(super().describe_connection(name))
        return described

    def put_events(self, events: list[dict[str, Any]]) -> Any:
        if sum(map(size_of, events)) > _LARGEST_EVENT:
            raise ValidationException("Total size of the entries in the request is over the limit.")
        for bus in {self._normalize_event_bus_arn(event.get("EventBusName")) for event in events}:
            if bus not in self.event_buses:
                raise ResourceNotFoundException(f"Event bus {bus} does not exist.")
        faults = [fault_of(event) for event in events]
        sound = [event for event, fault in zip(events, faults, strict=True) if fault is None]
        sent = iter(super().put_events(sound))
        return [next(sent) if fault is None else fault for fault in faults]


class Schedules(EventBridgeSchedulerBackend):  # type: ignore[misc]
    """EventBridge Scheduler."""

    def create_schedule(self, **members: Any) -> Schedule:
        check_schedule(members)
        self.get_schedule_group(members["group_name"])
        return super().create_schedule(**members)

    def update_schedule(self, **members: Any) -> Schedule:
        check_schedule(members)
        return super().update_schedule(**members)

    def create_schedule_group(self, name: str, tags: list[dict[str, str]] | None) -> Any:
        if name in self.schedule_groups:
            raise GroupExists(name)
        return super().create_schedule_group(name, tags or [])

    def delete_schedule_group(self, name: str | None) -> None:
        if name == "default":
            raise ScheduleInvalid("The default schedule group cannot be deleted.")
        del self.schedule_groups[self.get_schedule_group(name).name]


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


def _check_transformer(transformer: Mapping[str, Any]) -> None:
    paths = transformer.get("InputPathsMap") or {}
    for name, path in paths.items():
        if name.startswith("AWS."):
            raise BadInput(f"{name} begins with AWS., which is reserved")
        find({}, path)
    known = dict.fromkeys(paths, "") | {
        f"aws.events.{name}": ""
        for name in ("rule-arn", "rule-name", "event.ingestion-time", "event", "event.json")
    }
    fill(str(transformer.get("InputTemplate", "")), known)


def size_of(event: Mapping[str, Any]) -> int:
    """The size of an entry by EventBridge's own counting."""
    texts = [event.get("Source"), event.get("DetailType"), event.get("Detail")]
    texts += event.get("Resources") or []
    size = sum(len(str(text).encode(errors="surrogatepass")) for text in texts if text)
    return size + (14 if event.get("Time") is not None else 0)


def fault_of(event: Mapping[str, Any]) -> dict[str, str] | None:
    """What the answer says of an entry that is refused; None for a sound one."""
    for member in ("Source", "DetailType", "Detail"):
        if not event.get(member):
            return _fault(
                "InvalidArgument",
                f"Parameter {member} is not valid. Reason: {member} is a required argument.",
            )
    try:
        detail = json.loads(event["Detail"])
    except (ValueError, RecursionError):
        detail = None
    if not isinstance(detail, dict):
        return _fault("MalformedDetail", "Detail is malformed.")
    time = event.get("Time")
    if isinstance(time, int | float):
        try:
            datetime.fromtimestamp(time, UTC)
        except (ValueError, OverflowError, OSError):
            return _fault("InvalidArgument", f"Parameter Time is not valid. Reason: {time}")
    return None


def _fault(code: str, message: str) -> dict[str, str]:
    return {"ErrorCode": code, "ErrorMessage": message}


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
