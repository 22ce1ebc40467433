"""A stack's inference pipeline with data capture, and what would scale its endpoint."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from ...cloud import Cloud, outputs
from .test_endpoint import IMAGE, image, resources

__all__ = ["image"]  # the fixture

VARIANT = {"Fn::Sub": "endpoint/${Endpoint.EndpointName}/variant/AllTraffic"}
WHAT = {
    "ServiceNamespace": "sagemaker",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}


def template(most: int) -> dict[str, Any]:
    made = deepcopy(resources("1"))
    model = made["Model"]["Properties"]
    del model["PrimaryContainer"]
    model["Containers"] = [{"Image": IMAGE, "Environment": {"STEP": each}} for each in "ab"]
    made["Config"]["Properties"]["DataCaptureConfig"] = {
        "EnableCapture": True,
        "InitialSamplingPercentage": 100,
        "DestinationS3Uri": "s3://captured-by-stack/here",
        "CaptureOptions": [{"CaptureMode": "Input"}],
    }
    made["Target"] = {
        "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
        "Properties": WHAT
        | {
            "ResourceId": VARIANT,
            "MinCapacity": 1,
            "MaxCapacity": str(most),
            "RoleARN": {"Fn::GetAtt": ["Role", "Arn"]},
        },
    }
    made["Policy"] = {
        "Type": "AWS::ApplicationAutoScaling::ScalingPolicy",
        "Properties": {
            "PolicyName": "invocations",
            "PolicyType": "TargetTrackingScaling",
            "ScalingTargetId": {"Ref": "Target"},
            "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": most * 10,
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"
                },
            },
        },
    }
    return made


OUTPUTS = {
    "Endpoint": {"Value": {"Fn::GetAtt": ["Endpoint", "EndpointName"]}},
    "Target": {"Value": {"Ref": "Target"}},
    "Policy": {"Value": {"Ref": "Policy"}},
}


def test_targets_and_policies_follow_their_stack(cloud: Cloud) -> None:
    scaling = cloud.aws.client("application-autoscaling")
    made = outputs(cloud.deploy("scaled", template(3), Outputs=OUTPUTS))
    resource = f"endpoint/{made['Endpoint']}/variant/AllTraffic"
    assert made["Target"] == f"{resource}|{WHAT['ScalableDimension']}|sagemaker"
    shown = cloud.aws.client("sagemaker").describe_endpoint(EndpointName=made["Endpoint"])
    assert shown["DataCaptureConfig"]["CaptureStatus"] == "Started"
    assert len(shown["ProductionVariants"][0]["DeployedImages"]) == 2
    for most in (3, 5):
        if most == 5:
            assert outputs(cloud.deploy("scaled", template(5), Outputs=OUTPUTS)) == made
        (target,) = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")[
            "ScalableTargets"
        ]
        assert (target["ResourceId"], target["MaxCapacity"]) == (resource, most)
        (policy,) = scaling.describe_scaling_policies(ServiceNamespace="sagemaker")[
            "ScalingPolicies"
        ]
        assert policy["PolicyARN"] == made["Policy"]
        tracking = policy["TargetTrackingScalingPolicyConfiguration"]
        assert tracking["TargetValue"] == most * 10
    cloud.delete("scaled")
    assert not scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"ResourceId": "endpoint/gone/variant/a"}, "Could not find endpoint"),
        ({"ServiceNamespace": "dynamodb"}, "ServiceNamespace=dynamodb is not supported"),
    ],
)
def test_what_is_no_target_fails_its_stack(
    cloud: Cloud, members: dict[str, Any], said: str
) -> None:
    properties = WHAT | {"ResourceId": "endpoint/e/variant/a", "MinCapacity": 1, "MaxCapacity": 2}
    target = {
        "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
        "Properties": properties | members,
    }
    name = f"no-{len(said)}"
    cloud.deploy(name, {"Target": target})
    assert any(said in reason for reason in cloud.reasons(name))
