"""Topics of moto's, whose subscribers are delivered to here (``subscriptions``).

moto would ask docker for a container of a function, takes the raw delivery "false" for a wish, knows
some of the operators of filter policies, drops mail and text messages, and really posts to URLs: all
of that is done here, and nothing leaves.
"""

from __future__ import annotations

import re
from typing import Any

from moto.sns.exceptions import SNSException, SNSInvalidParameter
from moto.sns.models import SNSBackend, Subscription, sns_backends

from localaws.messages import filter_policy
from localaws.messages.notifications import text_message
from localaws.messages.subscriptions import DELIVERED, Delivered, World
from localaws.moto_mends.stand_in import stand_in
from localaws.this_aws import keys
from localaws.this_aws.keys import KeyUnusable

__all__ = ["Topics", "World", "deliver_to"]

_FUNCTION = re.compile(r"arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?")
_NEWER = ("cidr", "wildcard")  # operators that moto does not know


def deliver_to(world: World) -> None:
    """Deliver what topics have subscribers for. Call once, before the server serves.

    Raises:
        MotoHasChanged: moto's SNS is not the one that this was written for.
    """
    Topics.world = world
    stand_in(sns_backends, Topics)


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
        if protocol not in DELIVERED or isinstance(made, Delivered):
            return made
        delivered = Delivered(self.account_id, made.topic, endpoint, protocol)
        delivered.__dict__.update(vars(made))
        delivered.world = self.world
        self.subscriptions[made.arn] = delivered
        return delivered

    def publish(self, message: str, arn: str | None, **members: Any) -> str:
        self._check_key(arn)
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


def _without_newer(value: Any) -> Any:
    """A filter policy in which moto knows each operator."""
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)) in _NEWER:
            return {"prefix": ""}
        return {name: _without_newer(each) for name, each in value.items()}
    return [_without_newer(each) for each in value] if isinstance(value, list) else value
