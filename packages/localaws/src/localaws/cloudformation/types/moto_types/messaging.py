"""AWS::SNS::Topic and AWS::SQS::Queue. moto makes a new topic, without its subscriptions, under a name that is
none, and changes two attributes of a queue.
"""

from __future__ import annotations

from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site
from localaws.cloudformation.types.moto_types.moto_type import (
    MotoType,
    Properties,
    changed,
    tag_changes,
)

_TOPIC = (
    *("DisplayName", "KmsMasterKeyId", "ContentBasedDeduplication", "FifoThroughputScope"),
    *("SignatureVersion", "TracingConfig"),
)
# With what SQS has where nothing is said; an empty text takes the others away.
_QUEUE = {
    "DelaySeconds": "0",
    "MaximumMessageSize": "262144",
    "MessageRetentionPeriod": "345600",
    "ReceiveMessageWaitTimeSeconds": "0",
    "VisibilityTimeout": "30",
    "RedrivePolicy": "",
    "RedriveAllowPolicy": "",
    "KmsMasterKeyId": "",
    "KmsDataKeyReusePeriodSeconds": "300",
    "SqsManagedSseEnabled": "true",
    "ContentBasedDeduplication": "false",
    "DeduplicationScope": "queue",
    "FifoThroughputLimit": "perQueue",
}


def _update_topic(site: Site, made: Made, old: Properties, new: Properties) -> None:
    sns = site.client("sns")
    for name in changed(old, new, *_TOPIC):
        sns.set_topic_attributes(
            TopicArn=made.physical_id, AttributeName=name, AttributeValue=_text(new.get(name, ""))
        )
    tags, gone = tag_changes(site, old, new)
    if gone:
        sns.untag_resource(ResourceArn=made.physical_id, TagKeys=gone)
    if tags:
        sns.tag_resource(ResourceArn=made.physical_id, Tags=values.tag_list(tags))


def _update_queue(site: Site, made: Made, old: Properties, new: Properties) -> None:
    sqs = site.client("sqs")
    attributes = {
        name: _text(new[name]) if name in new else _QUEUE[name]
        for name in changed(old, new, *_QUEUE)
    }
    if attributes:
        sqs.set_queue_attributes(QueueUrl=made.physical_id, Attributes=attributes)
    tags, gone = tag_changes(site, old, new)
    if gone:
        sqs.untag_queue(QueueUrl=made.physical_id, TagKeys=gone)
    if tags:
        sqs.tag_queue(QueueUrl=made.physical_id, Tags=tags)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return values.document(value) if isinstance(value, dict) else str(value)


TOPIC = MotoType(
    fixed=frozenset({"TopicName", "FifoTopic"}),
    changing=frozenset({*_TOPIC, "Tags"}),
    update=_update_topic,
    attributes=lambda site, physical_id, model: {"TopicArn": physical_id},
)
QUEUE = MotoType(
    fixed=frozenset({"QueueName", "FifoQueue"}),
    changing=frozenset({*_QUEUE, "Tags"}),
    update=_update_queue,
    attributes=lambda site, physical_id, model: {"QueueUrl": physical_id},
)
