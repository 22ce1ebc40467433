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
    ResourceNotFoundException,
    ValidationException,
)
from moto.events.models import EventsBackend
from moto.scheduler.exceptions import ValidationException as ScheduleInvalid
from moto.scheduler.models import EventBridgeSchedulerBackend

from localaws.events.pattern_api import read
from localaws.events.target_input import BadInput, fill, find
from localaws.events.targets import is_arn
from localaws.moto_mends import guard

_EVENTS = {"put_events": "62d0a205b0bd", "put_targets": "4d4fc69a550a"}
_SCHEDULER = {"delete_schedule_group": "710ef1590b26", "create_schedule_group": "d2cc1550eb62"}


class GroupExists(JsonRESTError):  # type: ignore[misc]
    """The API's error of a schedule group whose name is taken."""

    def __init__(self, name: str) -> None:
        super().__init__("ConflictException", f"Schedule group {name} already exists.")


_LARGEST_EVENT = 256 * 1024
_LARGEST_PATTERN = 2048  # characters, the default quota
_MOST_TARGETS = 5


def apply() -> None:
    """Replace them. Call once, before the server serves.

    Raises:
        guard.MotoHasChanged: moto's code is not the one that this was written for.
    """
    if getattr(EventsBackend.put_events, "of_localaws", False):
        return
    put_events, put_targets = (guard.take(EventsBackend, n, h) for n, h in _EVENTS.items())
    for name, expected in _SCHEDULER.items():
        guard.take(EventBridgeSchedulerBackend, name, expected)
    create_group = EventBridgeSchedulerBackend.create_schedule_group
    put_rule = EventsBackend.put_rule

    def checked_put_rule(self: EventsBackend, *args: Any, **kwargs: Any) -> Any:
        check_pattern(kwargs.get("event_pattern"))
        return put_rule(self, *args, **kwargs)

    def checked_put_targets(
        self: EventsBackend, name: str, event_bus_arn: str | None, targets: list[dict[str, Any]]
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
        put_targets(self, name, event_bus_arn, targets)

    def checked_put_events(self: EventsBackend, events: list[dict[str, Any]]) -> Any:
        if sum(map(size_of, events)) > _LARGEST_EVENT:
            raise ValidationException("Total size of the entries in the request is over the limit.")
        buses = {self._normalize_event_bus_arn(event.get("EventBusName")) for event in events}
        for bus in buses:
            if bus not in self.event_buses:
                raise ResourceNotFoundException(f"Event bus {bus} does not exist.")
        faults = [fault_of(event) for event in events]
        sound = [event for event, fault in zip(events, faults, strict=True) if fault is None]
        sent = iter(put_events(self, sound))
        return [next(sent) if fault is None else fault for fault in faults]

    def delete_group(self: EventBridgeSchedulerBackend, name: str | None) -> None:
        if name == "default":
            raise ScheduleInvalid("The default schedule group cannot be deleted.")
        del self.schedule_groups[self.get_schedule_group(name).name]

    def checked_create_group(self: EventBridgeSchedulerBackend, name: str, tags: Any) -> Any:
        if name in self.schedule_groups:
            raise GroupExists(name)
        return create_group(self, name, tags or [])

    checked_put_events.of_localaws = True  # type: ignore[attr-defined]
    EventsBackend.put_rule = checked_put_rule
    EventsBackend.put_targets = checked_put_targets
    EventsBackend.put_events = checked_put_events
    EventBridgeSchedulerBackend.delete_schedule_group = delete_group
    EventBridgeSchedulerBackend.create_schedule_group = checked_create_group


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
