"""Delivers what is published to a topic of moto's: to queues and functions here, and what goes to mail
addresses, telephones and URLs into the outbox.

moto would ask docker for a container of a function, takes the raw delivery "false" for a wish, knows
some of the operators of filter policies, drops mail and text messages, and really posts to URLs: all
of that is done here, and nothing leaves.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moto.core.exceptions import ServiceException
from moto.sns.exceptions import SNSInvalidParameter
from moto.sns.models import SNSBackend, Subscription, sns_backends
from moto.sqs.models import sqs_backends

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
    text_message,
)
from localaws.messages.outbox import Outbox
from localaws.moto_mends.stand_in import stand_in
from localaws.protocols.refusal import Refusal

log = logging.getLogger(__name__)

# Sends an event to a function: its ARN and the payload, by that principal for that source; what it raises
# says why it was not.
InvokeFunction = Callable[..., None]

_FUNCTION = re.compile(r"arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?")
_DELIVERED = LEAVING | {"lambda", "sqs"}
# What keeps an endpoint from taking it: it is gone, does not let SNS, or is named by no ARN.
_UNDELIVERED = (Refusal, ServiceException, ValueError)
_NEWER = ("cidr", "wildcard")  # operators that moto does not know


@dataclass(frozen=True)
class World:
    """What topics deliver to."""

    outbox: Outbox
    clock: Clock
    invoke: InvokeFunction
    compile_pattern: Compile


def deliver_to(world: World) -> None:
    """Deliver what topics have subscribers for. Call once, before the server serves.

    Raises:
        MotoHasChanged: moto's SNS is not the one that this was written for.
    """
    Topics.world = world
    stand_in(sns_backends, Topics)


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
        if not filter_policy.passes(self._filter_policy or {}, scope, attributes, text, compiled):
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
                source = {"principal": "sns.amazonaws.com", "source": self.topic.arn}
                self.world.invoke(self.endpoint, event, **source)
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
        log.warning(
            "%s does not get a message of %s: %s", self.endpoint, self.topic.arn, str(error)
        )
        policy = json.loads(self.attributes.get("RedrivePolicy") or "{}")
        queue = policy.get("deadLetterTargetArn")
        if not queue:
            return
        try:
            _send(queue, notification, addressee, grouped)
        except _UNDELIVERED as second:
            log.warning("%s does not get it either: %s", queue, str(second))


def _send(
    queue: str, notification: Notification, addressee: Addressee, grouped: dict[str, Any]
) -> None:
    _, _, _, region, account, name = queue.split(":")
    body = notification.message if addressee.raw else document(notification, addressee)
    sqs_backends[account][region].send_message(
        name,
        body,
        message_attributes=queue_attributes(notification) if addressee.raw else None,
        validate_group_id=False,
        **grouped,
    )


class Topics(SNSBackend):  # type: ignore[misc]
    """SNS."""

    world: World

    def subscribe(self, topic_arn: str, endpoint: str, protocol: str) -> Subscription:
        if protocol == "lambda":
            if not _FUNCTION.fullmatch(endpoint):
                raise SNSInvalidParameter("Invalid parameter: Lambda endpoint ARN")
            if self.get_topic(topic_arn).fifo_topic:
                raise SNSInvalidParameter(
                    "Invalid parameter: Protocol Reason: a FIFO topic does not deliver to functions"
                )
        made = super().subscribe(topic_arn, endpoint, protocol)
        if protocol not in _DELIVERED or isinstance(made, Delivered):
            return made
        delivered = Delivered(self.account_id, made.topic, endpoint, protocol)
        delivered.__dict__.update(vars(made))
        delivered.world = self.world
        self.subscriptions[made.arn] = delivered
        return delivered

    def publish(self, message: str, arn: str | None, **members: Any) -> str:
        identifier: str = super().publish(message, arn, **members)
        if number := members.get("phone_number"):
            moment = self.world.clock.seconds()
            self.world.outbox.put(text_message(identifier, moment, number, message))
        return identifier

    def _validate_filter_policy(self, value: Any, scope: str | None) -> None:
        super()._validate_filter_policy(_without_newer(value), scope)
        try:
            filter_policy.check(value, self.world.compile_pattern)
        except ValueError as error:
            raise SNSInvalidParameter(f"Invalid parameter: FilterPolicy: {error}") from error


def _without_newer(value: Any) -> Any:
    """A filter policy in which moto knows each operator."""
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)) in _NEWER:
            return {"prefix": ""}
        return {name: _without_newer(each) for name, each in value.items()}
    return [_without_newer(each) for each in value] if isinstance(value, list) else value
