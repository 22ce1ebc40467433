"""Sends an input to a target: starts a state machine, sends to a queue, writes to a log group, puts an
event on a bus. Every other target is refused by name.

A failed delivery is logged with its reason: nobody waits for it who could be told.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from moto.events.models import events_backends
from moto.iam.models import iam_backends
from moto.logs.models import logs_backends
from moto.sqs.models import sqs_backends

from localaws.clock import Clock

# State machine ARN, execution name, input. What it raises says why nothing was started.
StartExecution = Callable[[str, str, str], None]

log = logging.getLogger(__name__)

_ARN = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:(\d{12})?:.+")
_told: set[str] = set()
_telling = threading.Lock()


class DeliveryFailed(Exception):
    """The target did not take it. The message says why."""


def is_arn(text: str) -> bool:
    """Whether it has the form of an ARN, whatever it is of."""
    return _ARN.fullmatch(text) is not None


def is_state_machine(arn: str) -> bool:
    parts = arn.split(":")
    return len(parts) >= 7 and parts[2] == "states" and parts[5] == "stateMachine"


@dataclass(frozen=True)
class Targets:
    """What rules and schedules reach: state machines by whoever runs them, the others in moto's stores."""

    start: StartExecution
    clock: Clock

    def start_execution(self, arn: str, name: str, text: str) -> None:
        """Start an execution of a state machine in this process.

        Raises:
            DeliveryFailed: the state machine does not exist, or refuses the input.
        """
        try:
            json.loads(text)
        except ValueError as error:
            raise DeliveryFailed(f"the input is not JSON: {text[:200]}") from error
        try:
            self.start(arn, name, text)
        except Exception as error:
            raise DeliveryFailed(f"{type(error).__name__}: {error}") from error

    def send(self, target: Mapping[str, Any], text: str, event: Mapping[str, Any]) -> bool:
        """Send to a queue or a log group, or pass the event on to a bus; False for any other target.

        Raises:
            DeliveryFailed: the target does not exist, or does not take it.
        """
        parts = target["Arn"].split(":", 5)
        deliver = _DELIVERIES.get(parts[2]) if len(parts) == 6 else None
        if deliver is None:
            return False
        _, _, _, region, account, resource = parts
        try:
            deliver(account, region, resource, _Parcel(target, text, event, self.clock))
        except Exception as error:
            raise DeliveryFailed(f"{type(error).__name__}: {error}") from error
        return True


@dataclass(frozen=True)
class _Parcel:
    """An event for a target, and the text that the target has made of it."""

    target: Mapping[str, Any]
    text: str
    event: Mapping[str, Any]
    clock: Clock


def _to_queue(account: str, region: str, name: str, parcel: _Parcel) -> None:
    group = parcel.target.get("SqsParameters", {}).get("MessageGroupId")
    sqs_backends[account][region].send_message(
        queue_name=name, message_body=parcel.text, group_id=group
    )


def _to_log_group(account: str, region: str, resource: str, parcel: _Parcel) -> None:
    group = resource.removeprefix("log-group:").removesuffix(":*")
    stream, backend = str(uuid.uuid4()), logs_backends[account][region]
    backend.create_log_stream(group, stream)
    moment = int(parcel.clock.seconds() * 1000)
    backend.put_log_events(group, stream, [{"timestamp": moment, "message": parcel.text}])


def _to_bus(account: str, region: str, resource: str, parcel: _Parcel) -> None:
    event = parcel.event
    entry = {
        "Source": event["source"],
        "DetailType": event["detail-type"],
        "Detail": json.dumps(event["detail"]),
        "Resources": event.get("resources", []),
        "EventBusName": resource.removeprefix("event-bus/"),
    }
    events_backends[account][region].put_events([entry])


_DELIVERIES = {"sqs": _to_queue, "logs": _to_log_group, "events": _to_bus}


def rule_execution_name(event_id: str) -> str:
    """How EventBridge rules name an execution: two UUIDs and an underscore, 73 characters."""
    return f"{event_id}_{uuid.uuid4()}"


def check_role(role: str | None) -> None:
    """See that the role exists that the target is called with; its policies are not looked at.

    Raises:
        DeliveryFailed: none is given, or there is no such role.
    """
    if not role:
        raise DeliveryFailed("the target has no RoleArn, so nothing may start the state machine")
    account = role.split(":")[4]
    known = iam_backends[account]["aws"].roles.values()
    if not any(found.arn == role for found in known):
        raise DeliveryFailed(f"the role {role} does not exist")


def refuse(source: str, target: str) -> None:
    """Say, once for each, that a target is of a kind that is not delivered to."""
    with _telling:
        if (key := f"{source} {target}") in _told:
            return
        _told.add(key)
    log.warning(
        "%s is not delivered to %s: rules of this embedded AWS deliver to state machines, log groups, "
        "SQS queues and event buses, schedules to state machines.",
        source,
        target,
    )
