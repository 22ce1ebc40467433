"""AWS::SQS::Queue. moto's model changes two attributes of a queue, and gives one another URL than its API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import tags, values
from localaws.cloudformation.types.handler import Made, Site, unless_gone

# With what SQS has where nothing is said; an empty text takes the others away.
_ATTRIBUTES = {
    "DelaySeconds": "0",
    "MaximumMessageSize": "1048576",
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
_LONGEST = 80 - len(".fifo")


class Queue:
    """A queue. Ref is its URL."""

    fixed = frozenset({"QueueName", "FifoQueue"})
    properties = frozenset({*_ATTRIBUTES, "QueueName", "FifoQueue", "Tags"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        if values.boolean(properties.get("FifoQueue")):
            name = f"{name[-_LONGEST:].lstrip('-')}.fifo"
            given = values.given(properties, ("FifoQueue", *_ATTRIBUTES))
        else:  # SQS takes no false for it
            given = values.given(properties, _ATTRIBUTES)
        url = site.client("sqs").create_queue(
            QueueName=properties.get("QueueName", name),
            Attributes={name: values.text(value) for name, value in given.items()},
            tags=site.all_tags(properties),
        )["QueueUrl"]
        name = url.rpartition("/")[2]
        arn = f"arn:aws:sqs:{site.region}:{site.account}:{name}"
        return Made(url, {"Arn": arn, "QueueName": name, "QueueUrl": url})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        sqs, url = site.client("sqs"), made.physical_id
        changed = {
            name: values.text(new.get(name, _ATTRIBUTES[name]))
            for name in values.differing(old, new, _ATTRIBUTES)
        }
        if changed:
            sqs.set_queue_attributes(QueueUrl=url, Attributes=changed)
        taken, given = tags.gone(site, old, new), tags.wanted(new)
        if taken:
            sqs.untag_queue(QueueUrl=url, TagKeys=taken)
        if given:
            sqs.tag_queue(QueueUrl=url, Tags=given)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"):
            site.client("sqs").delete_queue(QueueUrl=made.physical_id)
