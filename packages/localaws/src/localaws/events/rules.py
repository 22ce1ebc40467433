"""EventBridge rules: which events they match, and delivery to their targets.

moto 5.2.5 answers PutEvents with an error where a rule's target is a state machine; ignores a target's
Input; lets disabled rules fire; takes a scheduled rule, which has no pattern, for one that matches
every event; accepts any operator in a pattern, and takes 1 for true. All of it is replaced here, on
moto's own class.
"""

from __future__ import annotations

import inspect
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from moto.events.models import Rule

from localaws.clock import Clock
from localaws.events import dead_letters, metrics, pattern_api
from localaws.events.delivery import Deliveries
from localaws.events.failure import INVALID_JSON, DeliveryFailed
from localaws.events.parcel import Ended, Letter, Parcel, Sending
from localaws.events.target_input import BadInput, target_input

PRINCIPAL = "events.amazonaws.com"

_ENABLED = ("ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
_TEMPLATE_ID = "17793124-05d4-b198-2fde-7ededc63b103"  # moto gives it to every S3 event


class MotoChanged(RuntimeError):
    """moto is no longer what this module mends; the message names the place."""


def deliver_to(deliveries: Deliveries, clock: Clock) -> None:
    """Replace moto's matching and delivery. Call before the server serves.

    Raises:
        MotoChanged: moto's code is not the one that this was written for.
    """
    if list(inspect.signature(Rule.send_to_targets).parameters) != [
        "self",
        "original_event",
        "transform_input",
    ]:
        raise MotoChanged("moto.events.models.Rule.send_to_targets has other parameters")

    def send_to_targets(self: Rule, original_event: Any, transform_input: bool = True) -> None:
        if self.state not in _ENABLED or not self.event_pattern.get_pattern():
            return
        event = plain(original_event)
        if pattern_api.read(self.event_pattern.dump()).matches(json.dumps(event)):
            deliver(self, event, deliveries, clock, _ingested(original_event))

    Rule.send_to_targets = send_to_targets


def fire(rule: Rule, moment: datetime, deliveries: Deliveries, clock: Clock) -> None:
    """Send a scheduled rule's event to its targets."""
    deliver(rule, scheduled_event(rule.arn, moment), deliveries, clock)


def deliver(
    rule: Rule,
    event: Mapping[str, Any],
    deliveries: Deliveries,
    clock: Clock,
    ingested: str | None = None,
) -> None:
    """Send an event to a rule's targets, of which none hears of another's failure."""
    metrics.matched(rule.arn, clock)
    for target in list(rule.targets):
        deliveries.send(
            Sending(
                rule.arn,
                target,
                partial(_parcel, rule.arn, target, event, ingested),
                partial(_letter, rule.arn, target, event),
                partial(metrics.of_rule, rule.arn, clock=clock),
            )
        )


def _parcel(
    rule_arn: str, target: Mapping[str, Any], event: Mapping[str, Any], ingested: str | None, _: int
) -> Parcel:
    try:
        text = target_input(target, event, rule_arn, ingested)
    except BadInput as error:
        raise DeliveryFailed(INVALID_JSON, str(error)) from error
    return Parcel(rule_arn, PRINCIPAL, target, text, execution_name(event["id"]), event)


def _letter(
    rule_arn: str, target: Mapping[str, Any], event: Mapping[str, Any], ended: Ended
) -> Letter:
    return dead_letters.of_rule(rule_arn, str(target["Arn"]), event, ended)


def execution_name(event_id: str) -> str:
    """How EventBridge rules name an execution: two UUIDs and an underscore, 73 characters."""
    return f"{event_id}_{uuid.uuid4()}"


def scheduled_event(rule_arn: str, moment: datetime) -> dict[str, Any]:
    """The event that a scheduled rule sends."""
    _, _, _, region, account, *_ = rule_arn.split(":")
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": account,
        "time": written(moment),
        "region": region,
        "resources": [rule_arn],
        "detail": {},
    }


def plain(event: Mapping[str, Any]) -> dict[str, Any]:
    """An event as targets see it: moto's has times in seconds, and members of moto's own."""
    seen = {key: value for key, value in event.items() if key != "ingestion-time"}
    time = seen.get("time")
    if isinstance(time, int | float):
        seen["time"] = written(datetime.fromtimestamp(time, UTC))
    if seen.get("id") == _TEMPLATE_ID:
        seen["id"] = str(uuid.uuid4())
    return seen


def written(moment: datetime) -> str:
    """A moment as events have it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _ingested(event: Mapping[str, Any]) -> str | None:
    moment = event.get("ingestion-time")
    if not isinstance(moment, int | float):
        return None
    return written(datetime.fromtimestamp(moment, UTC))
