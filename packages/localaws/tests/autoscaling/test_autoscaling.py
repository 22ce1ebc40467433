"""Scalable targets and scaling policies, as they are kept."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.autoscaling.service import Autoscaling
from localaws.clock import Clock
from localaws.protocols.refusal import Refusal

ACCOUNT, REGION = "123456789012", "eu-west-1"
ID = "endpoint/e/variant/v"
WHAT = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": ID,
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
TRACKING = {
    "PolicyType": "TargetTrackingScaling",
    "TargetTrackingScalingPolicyConfiguration": {
        "TargetValue": 70.0,
        "PredefinedMetricSpecification": {
            "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"
        },
    },
}


class Scaling:
    def __init__(self) -> None:
        there = {"e": {"v": "ml.m5.large", "w": "", "t2": "ml.t2.medium", "t3": "ml.t3.large"}}
        self.service = Autoscaling(Clock(), lambda region, endpoint: there.get(endpoint))

    def __call__(self, operation: str, region: str = REGION, **members: Any) -> dict[str, Any]:
        return self.service.call(ACCOUNT, region, operation, WHAT | members)

    def refused(self, operation: str, **members: Any) -> Refusal:
        with pytest.raises(Refusal) as refused:
            self(operation, **members)
        return refused.value


@pytest.fixture
def scaling() -> Scaling:
    return Scaling()


def test_a_target_is_kept_as_it_was_registered(scaling: Scaling) -> None:
    arn = scaling("RegisterScalableTarget", MinCapacity=1, MaxCapacity=4)["ScalableTargetARN"]
    (target,) = scaling("DescribeScalableTargets")["ScalableTargets"]
    assert arn.startswith(f"arn:aws:application-autoscaling:{REGION}:{ACCOUNT}:scalable-target/")
    assert target["ScalableTargetARN"] == arn
    assert (target["MinCapacity"], target["MaxCapacity"]) == (1, 4)
    assert target["RoleARN"].endswith("AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint")
    assert not any(target["SuspendedState"].values())
    assert not scaling("DescribeScalableTargets", region="us-east-1")["ScalableTargets"]


def test_registering_again_changes_what_is_given(scaling: Scaling) -> None:
    first = scaling("RegisterScalableTarget", MinCapacity=1, MaxCapacity=4)
    suspended = {"DynamicScalingInSuspended": True}
    assert scaling("RegisterScalableTarget", MaxCapacity=2, SuspendedState=suspended) == first
    (target,) = scaling("DescribeScalableTargets")["ScalableTargets"]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (1, 2)
    assert target["SuspendedState"]["DynamicScalingInSuspended"]
    assert not target["SuspendedState"]["DynamicScalingOutSuspended"]


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, "MinCapacity and MaxCapacity must be given"),
        ({"MinCapacity": 1}, "MaxCapacity must be given"),
        ({"MinCapacity": -1, "MaxCapacity": 2}, "Minimum capacity -1 cannot be lower than 0"),
        ({"MinCapacity": 3, "MaxCapacity": 2}, "Minimum capacity 3 must not be greater than"),
        (
            {"ResourceId": "endpoint/x/variant/v", "MinCapacity": 1, "MaxCapacity": 1},
            'Could not find endpoint "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/x".',
        ),
        (
            {"ResourceId": "endpoint/e/variant/x", "MinCapacity": 1, "MaxCapacity": 1},
            'Could not find variant "x"',
        ),
        ({"ResourceId": "e/v", "MinCapacity": 1, "MaxCapacity": 1}, "and e/v is not"),
    ],
)
def test_what_is_no_target_is_refused(scaling: Scaling, members: dict[str, Any], said: str) -> None:
    refusal = scaling.refused("RegisterScalableTarget", **members)
    assert (refusal.code, said in str(refusal)) == ("ValidationException", True)
    assert not scaling("DescribeScalableTargets")["ScalableTargets"]


def test_a_policy_is_kept_with_its_target(scaling: Scaling) -> None:
    assert scaling.refused("PutScalingPolicy", PolicyName="p", **TRACKING).code == (
        "ObjectNotFoundException"
    )
    scaling("RegisterScalableTarget", MinCapacity=1, MaxCapacity=4)
    arn = scaling("PutScalingPolicy", PolicyName="p", **TRACKING)["PolicyARN"]
    assert arn.endswith(f":resource/sagemaker/{ID}:policyName/p")
    changed = TRACKING | {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 1.0}}
    assert scaling("PutScalingPolicy", PolicyName="p", **changed)["PolicyARN"] == arn
    (policy,) = scaling("DescribeScalingPolicies", PolicyNames=["p"])["ScalingPolicies"]
    assert policy["TargetTrackingScalingPolicyConfiguration"] == {"TargetValue": 1.0}
    assert policy["Alarms"] == []
    assert not scaling("DescribeScalingPolicies", PolicyNames=["q"])["ScalingPolicies"]
    scaling("DeregisterScalableTarget")
    assert not scaling("DescribeScalingPolicies")["ScalingPolicies"]


def test_a_policy_has_the_configuration_of_its_type(scaling: Scaling) -> None:
    scaling("RegisterScalableTarget", MinCapacity=1, MaxCapacity=4)
    step = {"StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity"}}
    for members, said in (
        ({"PolicyType": "TargetTrackingScaling"}, "and it has none"),
        ({"PolicyType": "TargetTrackingScaling"} | step, "and it has StepScaling"),
        (TRACKING | {"PolicyType": "StepScaling"}, "and it has TargetTracking"),
    ):
        assert said in str(scaling.refused("PutScalingPolicy", PolicyName="p", **members))
    scaling("PutScalingPolicy", PolicyName="p", **step)
    (policy,) = scaling("DescribeScalingPolicies")["ScalingPolicies"]
    assert policy["PolicyType"] == "StepScaling"


def test_what_is_not_there_cannot_go(scaling: Scaling) -> None:
    refusal = scaling.refused("DeregisterScalableTarget")
    assert (refusal.code, refusal.message) == (
        "ObjectNotFoundException",
        f"No scalable target found for service namespace: sagemaker, resource ID: {ID}, "
        "scalable dimension: sagemaker:variant:DesiredInstanceCount",
    )
    assert "policy name: p" in str(scaling.refused("DeleteScalingPolicy", PolicyName="p"))
    scaling("RegisterScalableTarget", MinCapacity=1, MaxCapacity=4)
    scaling("PutScalingPolicy", PolicyName="p", **TRACKING)
    assert scaling("DeleteScalingPolicy", PolicyName="p") == {}
    assert scaling("DescribeScalingActivities") == {"ScalingActivities": []}


@pytest.mark.parametrize("variant", ["t2", "t3"])
def test_burstable_instances_do_not_scale(scaling: Scaling, variant: str) -> None:
    resource = f"endpoint/e/variant/{variant}"
    refusal = scaling.refused(
        "RegisterScalableTarget", ResourceId=resource, MinCapacity=1, MaxCapacity=4
    )
    assert refusal.code == "ValidationException"
    assert f'burstable instances, and variant "{variant}"' in str(refusal)
    assert not scaling("DescribeScalableTargets")["ScalableTargets"]


def test_lists_come_in_pages(scaling: Scaling) -> None:
    for variant in ("v", "w"):
        resource = f"endpoint/e/variant/{variant}"
        scaling("RegisterScalableTarget", ResourceId=resource, MinCapacity=1, MaxCapacity=4)
    first = scaling("DescribeScalableTargets", MaxResults=1)
    last = scaling("DescribeScalableTargets", MaxResults=1, NextToken=first["NextToken"])
    seen = [each["ScalableTargets"][0]["ResourceId"] for each in (first, last)]
    assert seen == ["endpoint/e/variant/v", "endpoint/e/variant/w"]
    assert "NextToken" not in last
    refusal = scaling.refused("DescribeScalableTargets", NextToken="x")
    assert refusal.code == "InvalidNextTokenException"
