"""Hears from moto's SNS what goes to mail addresses, telephones and URLs, and puts it into the outbox.

moto drops mail and text messages, and really posts to URLs: nothing of that leaves here.
"""

from __future__ import annotations

from typing import Any

from moto.sns.exceptions import SNSException
from moto.sns.models import SNSBackend, Subscription, sns_backends

from localaws.clock import Clock
from localaws.messages.notifications import (
    LEAVING,
    Addressee,
    Notification,
    message,
    text_message,
)
from localaws.messages.outbox import Outbox
from localaws.moto_mends.stand_in import stand_in
from localaws.this_aws import keys
from localaws.this_aws.keys import KeyUnusable


def deliver_to(outbox: Outbox, clock: Clock) -> None:
    """Have all that leaves put into ``outbox``. Call once, before the server serves.

    Raises:
        MotoHasChanged: moto's SNS is not the one that this was written for.
    """
    Topics.outbox = Outgoing.outbox = outbox
    Topics.clock = Outgoing.clock = clock
    stand_in(sns_backends, Topics)


class Outgoing(Subscription):  # type: ignore[misc]  # moto is untyped to mypy here
    """A subscription whose endpoint is outside."""

    outbox: Outbox
    clock: Clock

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
        """Put what would be sent into the outbox, unless the filter policy holds it back."""
        matcher = self._filter_policy_matcher
        if matcher is not None and not matcher.matches(message_attributes, text):
            return
        if message_structure == "json":
            text = self._parse_message_structure(text, self.protocol)
        raw = str(self.attributes.get("RawMessageDelivery", "")).lower() == "true"
        addressee = Addressee(
            self.arn, self.protocol, self.endpoint, self.topic.display_name or None, raw
        )
        notification = Notification(
            *(message_id, self.clock.seconds(), self.topic.arn, text, subject),
            attributes=message_attributes or {},
        )
        self.outbox.put(message(notification, addressee))


class Topics(SNSBackend):  # type: ignore[misc]
    """SNS."""

    outbox: Outbox
    clock: Clock

    def subscribe(self, topic_arn: str, endpoint: str, protocol: str) -> Subscription:
        made = super().subscribe(topic_arn, endpoint, protocol)
        if protocol not in LEAVING or isinstance(made, Outgoing):
            return made
        outgoing = Outgoing(self.account_id, made.topic, endpoint, protocol)
        outgoing.__dict__.update(vars(made))
        self.subscriptions[made.arn] = outgoing
        return outgoing

    def publish(self, message: str, arn: str | None, **members: Any) -> str:
        self._check_key(arn)
        identifier: str = super().publish(message, arn, **members)
        if number := members.get("phone_number"):
            self.outbox.put(text_message(identifier, self.clock.seconds(), number, message))
        return identifier

    def _check_key(self, arn: str | None) -> None:
        """See that the key can be used that a topic is encrypted with, if it is with one.

        Raises:
            SNSException: it cannot.
        """
        topic = self.topics.get(arn) if arn else None
        try:
            keys.check(getattr(topic, "kms_master_key_id", None), self.account_id, self.region_name)
        except KeyUnusable as error:
            raise SNSException(f"KMS{error.fault}", str(error)) from error
