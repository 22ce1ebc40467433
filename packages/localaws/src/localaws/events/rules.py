"""EventBridge rules: which events they match, and delivery to their targets.

moto 5.2.5 answers PutEvents with an error where a rule's target is a state machine; ignores a target's
Input; lets disabled rules fire; takes a scheduled rule, which has no pattern, for one that matches
every event; accepts any operator in a pattern, and takes 1 for true. All of it is replaced here, on
moto's own class.
"""

from __future__ import annotations

import inspect
import json
import logging
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.events.models import Rule

from localaws.events import pattern_api, targets
from localaws.events.target_input import BadInput, target_input
from localaws.events.targets import Targets

log = logging.getLogger(__name__)

_TEMPLATE_ID = "17793124-05d4-b198-2fde-7ededc63b103"  # moto gives it to every S3 event


class MotoChanged(RuntimeError):
    """moto is no longer what this module mends; the message names the place."""


def deliver_to(reached: Targets) -> None:
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
        if self.state != "ENABLED" or not self.event_pattern.get_pattern():
            return
        event = plain(original_event)
        if pattern_api.read(self.event_pattern.dump()).matches(json.dumps(event)):
            deliver(self, event, reached)

    Rule.send_to_targets = send_to_targets


def fire(rule: Rule, moment: datetime, reached: Targets) -> None:
    """Send a scheduled rule's event to its targets."""
    deliver(rule, scheduled_event(rule.arn, moment), reached)


def deliver(rule: Rule, event: Mapping[str, Any], reached: Targets) -> None:
    """Send an event to a rule's targets. A failure is logged: no other target fails with it."""
    for target in list(rule.targets):
        arn = target["Arn"]
        try:
            text = target_input(target, event, rule.arn)
            if targets.is_state_machine(arn):
                targets.check_role(target.get("RoleArn"))
                reached.start_execution(arn, targets.rule_execution_name(event["id"]), text)
            elif not reached.send(target, text, event):
                targets.refuse(rule.arn, arn)
        except (targets.DeliveryFailed, BadInput) as error:
            log.error("%s was not delivered to %s: %s", rule.arn, arn, error)


def scheduled_event(rule_arn: str, moment: datetime) -> dict[str, Any]:
    """The event that a scheduled rule sends."""
    _, _, _, region, account, *_ = rule_arn.split(":")
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": account,
        "time": _text(moment),
        "region": region,
        "resources": [rule_arn],
        "detail": {},
    }


def plain(event: Mapping[str, Any]) -> dict[str, Any]:
    """An event as targets see it: moto's has times in seconds, and members of moto's own."""
    seen = {key: value for key, value in event.items() if key != "ingestion-time"}
    time = seen.get("time")
    if isinstance(time, int | float):
        seen["time"] = _text(datetime.fromtimestamp(time, UTC))
    if seen.get("id") == _TEMPLATE_ID:
        seen["id"] = str(uuid.uuid4())
    return seen


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
