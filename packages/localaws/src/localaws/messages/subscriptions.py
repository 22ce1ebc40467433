"""Delivers a notification to one subscriber: a queue or a function here, or the outbox.

What is not delivered goes to the subscription's dead-letter queue, if it has one.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

from moto.core.exceptions import ServiceException
from moto.sns.models import Subscription

from localaws.clock import Clock
from localaws.messages import filter_policy
from localaws.messages.filter_policy import Compile
from localaws.messages.notifications import (
    LEAVING,
    Addressee,
    Notification,
    document,
    function_event,
    message,
    queue_attributes,
)
from localaws.messages.outbox import Outbox
from localaws.protocols.refusal import Refusal
from localaws.this_aws import queues
from localaws.this_aws.invoking import InvokeFunction

log = logging.getLogger(__name__)

DELIVERED = LEAVING | {"lambda", "sqs"}

# What keeps an endpoint from taking it: it is gone, does not let SNS, or is named by no ARN.
_UNDELIVERED = (Refusal, ServiceException, ValueError)


@dataclass(frozen=True)
class World:
    """What topics deliver to."""

    outbox: Outbox
    clock: Clock
    invoke: InvokeFunction
    compile_pattern: Compile


class Delivered(Subscription):  # type: ignore[misc]  # moto is untyped to mypy here
    """A subscription that is delivered to here, or would be by what is in the outbox."""

    world: World

    def publish(
        self,
        text: str,
        message_id: str,
        subject: str | None = None,
        message_attributes: dict[str, Any] | None = None,
        group_id: str | None = None,
        deduplication_id: str | None = None,
        message_structure: str | None = None,
    ) -> None:
        """Deliver a notification, unless the filter policy holds it back."""
        attributes = message_attributes or {}
        scope = self.attributes.get("FilterPolicyScope")
        compiled = self.world.compile_pattern
        body = json.loads(text)["default"] if message_structure == "json" else text
        if not filter_policy.passes(self._filter_policy or {}, scope, attributes, body, compiled):
            return
        if message_structure == "json":
            text = self._parse_message_structure(text, self.protocol)
        raw = str(self.attributes.get("RawMessageDelivery", "")).lower() == "true"
        name = self.topic.display_name or None
        addressee = Addressee(self.arn, self.protocol, self.endpoint, name, raw)
        notification = Notification(
            *(message_id, self.world.clock.seconds(), self.topic.arn, text, subject),
            attributes=attributes,
        )
        if self.protocol in LEAVING:
            self.world.outbox.put(message(notification, addressee))
            return
        grouped = {"group_id": group_id, "deduplication_id": deduplication_id}
        try:
            if self.protocol == "sqs":
                _send(self.endpoint, notification, addressee, grouped)
            else:
                event = json.dumps(function_event(notification, addressee)).encode()
                by = "sns.amazonaws.com"
                self.world.invoke(self.endpoint, event, principal=by, source=self.topic.arn)
        except _UNDELIVERED as error:
            self._failed(notification, addressee, grouped, error)

    def _failed(
        self,
        notification: Notification,
        addressee: Addressee,
        grouped: dict[str, Any],
        error: Exception,
    ) -> None:
        """Send what was not delivered to the subscription's dead-letter queue, if it has one."""
        log.warning("%s does not get a message of %s: %s", self.endpoint, self.topic.arn, error)
        policy = json.loads(self.attributes.get("RedrivePolicy") or "{}")
        queue = policy.get("deadLetterTargetArn")
        if not queue:
            return
        try:
            _send(queue, notification, addressee, grouped)
        except _UNDELIVERED as second:
            log.warning("%s does not get it either: %s", queue, second)


def _send(
    queue: str, notification: Notification, addressee: Addressee, grouped: dict[str, Any]
) -> None:
    body = notification.message if addressee.raw else document(notification, addressee)
    queues.send(
        queue,
        body,
        message_attributes=queue_attributes(notification) if addressee.raw else None,
        validate_group_id=False,
        **grouped,
    )
