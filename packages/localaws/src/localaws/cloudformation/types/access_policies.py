"""The policies of topics and queues: AWS::SNS::TopicPolicy, AWS::SQS::QueuePolicy and their inline kind.

Deleted, a topic has the policy back that it was made with, and a queue none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone

SetPolicy = Callable[[Site, str, str], None]  # of a resource; an empty text takes it away


class AccessPolicy:
    """A policy of several topics or queues. Ref and its Id are a name of its own."""

    fixed = frozenset[str]()

    def __init__(self, of: str, set_policy: SetPolicy) -> None:
        """
        Args:
            of: the property that lists them.
        """
        self._of = of
        self._set = set_policy
        self.properties = frozenset({of, "PolicyDocument"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        for resource in properties[self._of]:
            self._set(site, resource, values.document(properties["PolicyDocument"]))
        return Made(name, {"Id": name})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        self.create(site, made.physical_id, new)
        for resource in old[self._of]:
            if resource not in new[self._of]:
                self._set(site, resource, "")
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        for resource in properties[self._of]:
            self._set(site, resource, "")


class InlinePolicy:
    """The policy of one topic or queue. Ref is that one's."""

    def __init__(self, of: str, set_policy: SetPolicy) -> None:
        self._of = of
        self._set = set_policy
        self.fixed = frozenset({of})
        self.properties = frozenset({of, "PolicyDocument"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        resource = properties[self._of]
        self._set(site, resource, values.document(properties["PolicyDocument"]))
        return Made(resource)

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return self.create(site, "", new)

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        self._set(site, made.physical_id, "")


def of_topic(site: Site, topic: str, policy: str) -> None:
    """Set the policy of a topic, by its ARN."""

    def set_it(text: str) -> None:
        site.client("sns").set_topic_attributes(
            TopicArn=topic, AttributeName="Policy", AttributeValue=text
        )

    if policy:
        set_it(policy)
    else:
        with unless_gone("NotFound"):
            set_it(json.dumps(_of_new_topic(topic, site.account)))


def of_queue(site: Site, queue: str, policy: str) -> None:
    """Set the policy of a queue, by its URL."""

    def set_it() -> None:
        site.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})

    if policy:
        set_it()
    else:
        with unless_gone("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"):
            set_it()


def _of_new_topic(topic: str, account: str) -> dict[str, Any]:
    """Its owner may do everything with it."""
    actions = [
        *("GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission"),
        *("DeleteTopic", "Subscribe", "ListSubscriptionsByTopic", "Publish"),
    ]
    return {
        "Version": "2008-10-17",
        "Id": "__default_policy_ID",
        "Statement": [
            {
                "Sid": "__default_statement_ID",
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": [f"SNS:{action}" for action in actions],
                "Resource": topic,
                "Condition": {"StringEquals": {"AWS:SourceOwner": account}},
            }
        ],
    }
