"""AWS::ApplicationAutoScaling::ScalableTarget and ScalingPolicy. The API spells their properties the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone

_SERVICE = "application-autoscaling"
_WHAT = ("ResourceId", "ScalableDimension", "ServiceNamespace")
_GONE = "ObjectNotFoundException"


class ScalableTarget:
    """A scalable target. Ref is what it scales: resource, dimension and namespace, with bars between."""

    fixed = frozenset(_WHAT)
    properties = fixed | {"MaxCapacity", "MinCapacity", "RoleARN", "SuspendedState"}

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        asked = values.given(properties, self.properties)
        client = site.client(_SERVICE)
        found = client.describe_scalable_targets(
            ServiceNamespace=asked["ServiceNamespace"],
            ScalableDimension=asked["ScalableDimension"],
            ResourceIds=[asked["ResourceId"]],
        )
        identifier = "|".join(asked[each] for each in _WHAT)
        if found["ScalableTargets"]:
            raise Refused(f"{identifier} already exists")
        client.register_scalable_target(**asked)
        return Made(identifier, {"Id": identifier})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        site.client(_SERVICE).register_scalable_target(**values.given(new, self.properties))
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone(_GONE):
            site.client(_SERVICE).deregister_scalable_target(**_what(made.physical_id))


class ScalingPolicy:
    """A scaling policy. Ref is its ARN."""

    fixed = frozenset({*_WHAT, "PolicyName", "ScalingTargetId"})
    properties = fixed | {
        "PolicyType",
        "StepScalingPolicyConfiguration",
        "TargetTrackingScalingPolicyConfiguration",
        "PredictiveScalingPolicyConfiguration",  # refused by the API
    }

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        asked = self._asked(properties)
        found = site.client(_SERVICE).describe_scaling_policies(
            PolicyNames=[asked["PolicyName"]], **{each: asked[each] for each in _WHAT}
        )
        if found["ScalingPolicies"]:
            raise Refused(f"{asked['PolicyName']} already exists")
        return self._put(site, asked)

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return self._put(site, self._asked(new))

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        what = {name: made.attributes[name] for name in (*_WHAT, "PolicyName")}
        with unless_gone(_GONE):
            site.client(_SERVICE).delete_scaling_policy(**what)

    def _asked(self, properties: Mapping[str, Any]) -> dict[str, Any]:
        asked = values.given(properties, self.properties)
        target = asked.pop("ScalingTargetId", None)
        found = asked if target is None else {**asked, **_what(target)}
        missing = [name for name in _WHAT if name not in found]
        if missing:
            raise Refused(f"A scaling policy must have a ScalingTargetId, or {', '.join(missing)}.")
        return found

    def _put(self, site: Site, asked: Mapping[str, Any]) -> Made:
        arn = site.client(_SERVICE).put_scaling_policy(**asked)["PolicyARN"]
        what = {name: asked[name] for name in (*_WHAT, "PolicyName")}
        return Made(arn, {"Arn": arn, **what})


def _what(identifier: str) -> dict[str, str]:
    """What a target's identifier names.

    Raises:
        Refused: it is none.
    """
    parts = identifier.split("|")
    if len(parts) != len(_WHAT):
        raise Refused(
            f"A ScalingTargetId is ResourceId|ScalableDimension|ServiceNamespace, and {identifier} is not."
        )
    return dict(zip(_WHAT, parts, strict=True))
