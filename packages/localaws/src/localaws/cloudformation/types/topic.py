"""AWS::SNS::Topic. moto's model makes a new topic for every change, under a name that is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import tags, values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure

# With what SNS has where nothing is said.
_ATTRIBUTES = {
    "DisplayName": "",
    "KmsMasterKeyId": "",
    "ContentBasedDeduplication": "false",
    "FifoThroughputScope": "Topic",
    "MaximumMessageSize": "262144",
    "SignatureVersion": "1",
    "TracingConfig": "PassThrough",
}


class Topic:
    """A topic, with the subscriptions that it names itself. Ref is its ARN."""

    fixed = frozenset({"TopicName", "FifoTopic"})
    properties = frozenset({*_ATTRIBUTES, "TopicName", "FifoTopic", "Subscription", "Tags"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        sns = site.client("sns")
        fifo = values.boolean(properties.get("FifoTopic"))
        given = values.given(properties, ("FifoTopic", *_ATTRIBUTES))
        arn = sns.create_topic(
            Name=properties.get("TopicName", f"{name}.fifo" if fifo else name),
            Attributes={name: values.text(value) for name, value in given.items()},
            Tags=values.tag_list(site.all_tags(properties)),
        )["TopicArn"]
        made = Made(arn, {"TopicArn": arn, "TopicName": arn.rpartition(":")[2]})
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            for subscription in properties.get("Subscription", []):
                sns.subscribe(TopicArn=arn, **subscription)
        return made

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        sns, arn = site.client("sns"), made.physical_id
        for name in values.differing(old, new, _ATTRIBUTES):
            value = values.text(new.get(name, _ATTRIBUTES[name]))
            sns.set_topic_attributes(TopicArn=arn, AttributeName=name, AttributeValue=value)
        before, after = (each.get("Subscription", []) for each in (old, new))
        for subscription in after:
            if subscription not in before:
                sns.subscribe(TopicArn=arn, **subscription)
        _unsubscribe(sns, arn, [each for each in before if each not in after])
        taken, given = tags.gone(site, old, new), tags.wanted(new)
        if taken:
            sns.untag_resource(ResourceArn=arn, TagKeys=taken)
        if given:
            sns.tag_resource(ResourceArn=arn, Tags=values.tag_list(given))
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        site.client("sns").delete_topic(TopicArn=made.physical_id)


def _unsubscribe(sns: Any, arn: str, gone: list[Mapping[str, str]]) -> None:
    if not gone:
        return
    pages = sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=arn)
    for standing in [each for page in pages for each in page["Subscriptions"]]:
        if any(
            standing["Protocol"] == each["Protocol"] and standing["Endpoint"] == each["Endpoint"]
            for each in gone
        ):
            sns.unsubscribe(SubscriptionArn=standing["SubscriptionArn"])
