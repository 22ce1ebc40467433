"""Defects: of what is published to a topic of moto's the hundred oldest subscriptions hear, and the others do not;
moto keeps all of it for ever; a FIFO topic takes a message twice, and does not say by what a queue would know
it; what is published as JSON is looked at when the first subscriber is to get it. GetTopicAttributes knows no
numbers of subscriptions, and few of the attributes that were set; SetTopicAttributes takes any name.

Upstream: docs/moto-issues/topics.md
"""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from moto.core import utils
from moto.sns import models
from moto.sns.exceptions import InvalidParameterValue, SNSInvalidParameter
from moto.sns.models import Topic
from moto.sns.responses import SNSResponse

from localaws.moto_mends import guard

_PUBLISH, _GET, _SET = "72db21f3db8a", "499c5d8aa08d", "e44d65cbb32a"
_KNOWN_FOR = 300.0  # seconds in which a FIFO topic takes no message twice
_LARGEST = 262144  # bytes, where a topic does not say otherwise
_SHOWN = ("SignatureVersion", "TracingConfig", "FifoThroughputScope", "MaximumMessageSize")
_SETTABLE = {
    *_SHOWN,
    *("ContentBasedDeduplication", "DeliveryPolicy", "DisplayName", "KmsMasterKeyId", "Policy"),
}


def apply() -> None:
    guard.take(Topic, "publish", _PUBLISH)
    shown = guard.take(SNSResponse, "get_topic_attributes", _GET)
    set_one = guard.take(SNSResponse, "set_topic_attributes", _SET)

    def get_topic_attributes(self: Any) -> Any:
        found = shown(self)
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        found.result["Attributes"] |= _attributes(topic)
        return found

    def set_topic_attributes(self: Any) -> Any:
        if self._get_param("AttributeName") not in _SETTABLE:
            raise SNSInvalidParameter("Invalid parameter: AttributeName")
        return set_one(self)

    models.MAXIMUM_MESSAGE_LENGTH = 1024 * 1024  # the largest that a topic can allow
    Topic.publish = publish
    SNSResponse.get_topic_attributes = get_topic_attributes
    SNSResponse.set_topic_attributes = set_topic_attributes


def publish(
    self: Any,
    message: str,
    subject: str | None = None,
    message_attributes: dict[str, Any] | None = None,
    group_id: str | None = None,
    deduplication_id: str | None = None,
    message_structure: str | None = None,
) -> str:
    """Deliver a message to all subscriptions of a topic; its id."""
    if len(message.encode()) > int(getattr(self, "maximum_message_size", _LARGEST)):
        raise InvalidParameterValue("Invalid parameter: Message too long")
    if message_structure == "json":
        check_structure(message)
    identifier = str(uuid.uuid4())
    if self.fifo_topic:
        deduplication_id = deduplication_id or hashlib.sha256(message.encode()).hexdigest()
        known = _known(self, group_id, deduplication_id, identifier)
        if known != identifier:
            return known
    for subscription in self.sns_backend._get_topic_subscriptions(self):
        subscription.publish(
            message,
            identifier,
            subject=subject,
            message_attributes=message_attributes,
            group_id=group_id,
            deduplication_id=deduplication_id,
            message_structure=message_structure,
        )
    return identifier


def check_structure(message: str) -> None:
    """See that a message with an own text for each protocol is one.

    Raises:
        SNSInvalidParameter: it is not.
    """
    said = "Invalid parameter: Message Structure - "
    try:
        texts = json.loads(message)
    except ValueError as error:
        raise SNSInvalidParameter(f"{said}JSON message body failed to parse") from error
    if not isinstance(texts, dict) or not isinstance(texts.get("default"), str):
        raise SNSInvalidParameter(f"{said}No default entry in JSON message body")


def _known(topic: Any, group: str | None, deduplication_id: str, identifier: str) -> str:
    """The id of the message that a FIFO topic has had under that deduplication id; else the new one."""
    now = utils.unix_time()
    by_group = getattr(topic, "fifo_throughput_scope", "Topic") == "MessageGroup"
    key = (group if by_group else None, deduplication_id)
    topic.recent = {
        each: seen
        for each, seen in getattr(topic, "recent", {}).items()
        if now - seen[1] < _KNOWN_FOR
    }
    known: str = topic.recent.setdefault(key, (identifier, now))[0]
    return known


def _attributes(topic: Any) -> dict[str, Any]:
    given = {name: getattr(topic, utils.camelcase_to_underscores(name), None) for name in _SHOWN}
    subscriptions = topic.sns_backend._get_topic_subscriptions(topic)
    return {
        **{name: str(value) for name, value in given.items() if value},
        "SubscriptionsConfirmed": len(subscriptions),
    }
