"""The operations on scalable targets and scaling policies."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from localaws.autoscaling.pages import page
from localaws.autoscaling.resource import Resource, invalid, not_found
from localaws.clock import Clock
from localaws.protocols.refusal import Refusal

# (region, endpoint): the instance types of its variants by their names; None: there is no such endpoint.
Variants = Callable[[str, str], Mapping[str, str] | None]
Request = Mapping[str, Any]
Result = dict[str, Any]

_ROLE = (
    "role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint"
)
_OWN = (
    "TargetTrackingScaling",
    "StepScaling",
)  # policy types; each has a configuration of its name
_BURSTABLE = re.compile(r"ml\.t[0-9]\w*\..+")
_NOT_SUSPENDED = dict.fromkeys(
    ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended"), False
)


class Autoscaling:
    """The service in every account and region."""

    def __init__(self, clock: Clock, variants: Variants) -> None:
        self._clock = clock
        self._variants = variants
        self._targets: dict[tuple[str, str, Resource], Result] = {}
        self._policies: dict[tuple[str, str, Resource, str], Result] = {}
        self._lock = threading.RLock()
        self._operations: Mapping[str, Callable[[str, str, Request], Result]] = {
            "RegisterScalableTarget": self._register,
            "DescribeScalableTargets": self._describe_targets,
            "DeregisterScalableTarget": self._deregister,
            "PutScalingPolicy": self._put_policy,
            "DescribeScalingPolicies": self._describe_policies,
            "DeleteScalingPolicy": self._delete_policy,
            "DescribeScalingActivities": self._describe_activities,
        }

    def call(self, account: str, region: str, operation: str, request: Request) -> Result:
        """Do one operation, such as ``RegisterScalableTarget``, and return its result.

        Raises:
            Refusal: the request is refused.
        """
        with self._lock:
            return self._operations[operation](account, region, request)

    def _register(self, account: str, region: str, request: Request) -> Result:
        resource = Resource.of(request)
        self._see(account, region, resource)
        key = (account, region, resource)
        now = self._clock.now()
        identifier = uuid.uuid4().hex
        made = self._targets.get(key) or {
            "ServiceNamespace": "sagemaker",
            "ResourceId": resource.id,
            "ScalableDimension": resource.dimension,
            "RoleARN": f"arn:aws:iam::{account}:{_ROLE}",
            "CreationTime": now,
            "SuspendedState": _NOT_SUSPENDED,
            "ScalableTargetARN": f"arn:aws:application-autoscaling:{region}:{account}:"
            f"scalable-target/{identifier}",
        }
        given = {k: request[k] for k in ("MinCapacity", "MaxCapacity") if k in request}
        changed = made | given
        if "SuspendedState" in request:
            changed["SuspendedState"] = made["SuspendedState"] | request["SuspendedState"]
        missing = [name for name in ("MinCapacity", "MaxCapacity") if name not in changed]
        if missing:
            raise invalid(f"{' and '.join(missing)} must be given to register a scalable target.")
        if changed["MinCapacity"] < 0:
            raise invalid(f"Minimum capacity {changed['MinCapacity']} cannot be lower than 0.")
        if changed["MinCapacity"] > changed["MaxCapacity"]:
            raise invalid(
                f"Minimum capacity {changed['MinCapacity']} must not be greater than maximum "
                f"capacity {changed['MaxCapacity']}."
            )
        self._targets[key] = changed
        return {"ScalableTargetARN": changed["ScalableTargetARN"]}

    def _describe_targets(self, account: str, region: str, request: Request) -> Result:
        asked = request.get("ResourceIds")
        found = [
            target
            for (*where, resource), target in self._targets.items()
            if where == [account, region]
            and (not asked or resource.id in asked)
            and request.get("ScalableDimension", resource.dimension) == resource.dimension
        ]
        return page("ScalableTargets", found, request)

    def _deregister(self, account: str, region: str, request: Request) -> Result:
        resource = Resource.of(request)
        if self._targets.pop((account, region, resource), None) is None:
            raise not_found(f"No scalable target found for {resource.words}")
        for key in [k for k in self._policies if k[:3] == (account, region, resource)]:
            del self._policies[key]
        return {}

    def _put_policy(self, account: str, region: str, request: Request) -> Result:
        resource, name = Resource.of(request), request["PolicyName"]
        if (account, region, resource) not in self._targets:
            raise not_found(f"No scalable target registered for {resource.words}")
        key = (account, region, resource, name)
        before = self._policies.get(key, {})
        kind = request.get("PolicyType", before.get("PolicyType", "StepScaling"))
        self._policies[key] = {
            "PolicyARN": before.get("PolicyARN")
            or f"arn:aws:autoscaling:{region}:{account}:scalingPolicy:{uuid.uuid4()}:"
            f"resource/sagemaker/{resource.id}:policyName/{name}",
            "PolicyName": name,
            "ServiceNamespace": "sagemaker",
            "ResourceId": resource.id,
            "ScalableDimension": resource.dimension,
            "PolicyType": kind,
            **_configuration(kind, request, before),
            "Alarms": [],
            "CreationTime": before.get("CreationTime", self._clock.now()),
        }
        return {"PolicyARN": self._policies[key]["PolicyARN"], "Alarms": []}

    def _describe_policies(self, account: str, region: str, request: Request) -> Result:
        asked = request.get("PolicyNames")
        found = [
            policy
            for (*where, resource, name), policy in self._policies.items()
            if where == [account, region]
            and (not asked or name in asked)
            and request.get("ResourceId", resource.id) == resource.id
            and request.get("ScalableDimension", resource.dimension) == resource.dimension
        ]
        return page("ScalingPolicies", found, request)

    def _delete_policy(self, account: str, region: str, request: Request) -> Result:
        resource, name = Resource.of(request), request["PolicyName"]
        if self._policies.pop((account, region, resource, name), None) is None:
            raise not_found(f"No scaling policy found for {resource.words}, policy name: {name}")
        return {}

    def _describe_activities(self, _account: str, _region: str, request: Request) -> Result:
        """None: nothing is scaled."""
        return page("ScalingActivities", [], request)

    def _see(self, account: str, region: str, resource: Resource) -> None:
        """See that there is such a variant, of instances that can be scaled: the guide ("Configure model auto scaling
        with the console") has that check, and its T2 for an example of those that cannot."""
        there = self._variants(region, resource.endpoint)
        if there is None:
            arn = f"arn:aws:sagemaker:{region}:{account}:endpoint/{resource.endpoint}"
            raise invalid(f'Could not find endpoint "{arn}".')
        if resource.variant not in there:
            raise invalid(
                f'Could not find variant "{resource.variant}" of endpoint {resource.endpoint}.'
            )
        instance_type = there[resource.variant]
        if _BURSTABLE.fullmatch(instance_type):
            raise invalid(
                f"SageMaker does not support automatic scaling for burstable instances, and variant "
                f'"{resource.variant}" of endpoint {resource.endpoint} is of {instance_type}.'
            )


def _configuration(kind: str, request: Request, before: Request) -> Result:
    """The configuration of a policy, which must be that of its type.

    Raises:
        Refusal: it is missing, or of another type.
    """
    own = f"{kind}PolicyConfiguration"
    others = [f"{each}PolicyConfiguration" for each in _OWN if each != kind]
    given = [name for name in others if name in request]
    if given or (own not in request and own not in before):
        raise _misfit(kind, own, given)
    return {own: request.get(own, before.get(own))}


def _misfit(kind: str, own: str, given: list[str]) -> Refusal:
    what = f"and it has {given[0]}" if given else "and it has none"
    return invalid(f"A policy of the type {kind} must have a {own}, {what}.")
