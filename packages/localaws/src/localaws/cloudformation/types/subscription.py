"""AWS::SNS::Subscription."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone

# With what SNS has where nothing is said. The scope comes first: it says what a filter policy may be.
_ATTRIBUTES = {
    "FilterPolicyScope": "MessageAttributes",
    "FilterPolicy": "{}",
    "RawMessageDelivery": "false",
    "DeliveryPolicy": "",
    "RedrivePolicy": "",
    "SubscriptionRoleArn": "",
}


class Subscription:
    """A subscription. Ref is its ARN."""

    fixed = frozenset({"Endpoint", "Protocol", "TopicArn", "Region"})
    properties = frozenset({*fixed, *_ATTRIBUTES})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        given = values.given(properties, _ATTRIBUTES)
        arn = _sns(site, properties).subscribe(
            **values.given(properties, ("TopicArn", "Protocol", "Endpoint")),
            Attributes={name: values.text(value) for name, value in given.items()},
            ReturnSubscriptionArn=True,
        )["SubscriptionArn"]
        return Made(arn, {"Arn": arn})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        sns = _sns(site, new)
        for name in values.differing(old, new, _ATTRIBUTES):
            sns.set_subscription_attributes(
                SubscriptionArn=made.physical_id,
                AttributeName=name,
                AttributeValue=values.text(new.get(name, _ATTRIBUTES[name])),
            )
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("NotFound"):
            _sns(site, properties).unsubscribe(SubscriptionArn=made.physical_id)


def _sns(site: Site, properties: Mapping[str, Any]) -> Any:
    """The client of the topic's region."""
    return replace(site, region=properties.get("Region", site.region)).client("sns")
