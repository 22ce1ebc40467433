"""A pipeline's stage as a stack and its executions leave it, and neighbours that resemble it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from stepline.removal import buckets
from stepline.target import Target

WAITS = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 9999, "End": True}}}


@dataclass(frozen=True)
class Stage:
    """`stepline-shop-<stage>`, deployed; its bucket is left behind by the stack."""

    target: Target
    role: str
    stage: str = "dev"

    @property
    def name(self) -> str:
        return f"stepline-shop-{self.stage}"

    @property
    def tags(self) -> list[dict[str, str]]:
        return [
            {"Key": "stepline:pipeline", "Value": "shop"},
            {"Key": "stepline:stage", "Value": self.stage},
        ]

    def client(self, service: str) -> Any:
        return self.target.client(service)

    def deploy(self) -> dict[str, str]:
        """The stack's outputs."""
        trust = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}}
        trust |= {"Action": "sts:AssumeRole"}
        template = {
            "Resources": {
                "Bucket": {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain"}
                | {"Properties": {"VersioningConfiguration": {"Status": "Enabled"}}},
                "Role": {"Type": "AWS::IAM::Role"}
                | {"Properties": {"AssumeRolePolicyDocument": {"Statement": [trust]}}},
                "Machine": {"Type": "AWS::StepFunctions::StateMachine"}
                | {
                    "Properties": {
                        "StateMachineName": self.name,
                        "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
                        "DefinitionString": json.dumps(WAITS),
                    }
                },
            },
            "Outputs": {
                "StateMachineArn": {"Value": {"Ref": "Machine"}},
                "BucketName": {"Value": {"Ref": "Bucket"}},
                "EndpointName": {"Value": self.name},
            },
        }
        stacks = self.client("cloudformation")
        stacks.create_stack(
            StackName=self.name,
            TemplateBody=json.dumps(template),
            Tags=self.tags,
            Capabilities=["CAPABILITY_IAM"],
        )
        waiter = stacks.get_waiter("stack_create_complete")
        waiter.wait(StackName=self.name, WaiterConfig={"Delay": 1})
        (stack,) = stacks.describe_stacks(StackName=self.name)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def serve(self, image: str, endpoint: str | None = None) -> None:
        """A model, a configuration and an endpoint, as an execution makes them."""
        sagemaker, run = self.client("sagemaker"), f"{self.name}-run-0123456789"
        sagemaker.create_model(
            ModelName=run, PrimaryContainer={"Image": image}, ExecutionRoleArn=self.role
        )
        variant = {"VariantName": "AllTraffic", "ModelName": run, "InitialInstanceCount": 1}
        sagemaker.create_endpoint_config(
            EndpointConfigName=run,
            ProductionVariants=[{**variant, "InstanceType": "ml.m5.large"}],
        )
        sagemaker.create_endpoint(
            EndpointName=endpoint or self.name, EndpointConfigName=run, Tags=self.tags
        )

    def log(self) -> None:
        """Lines of a job and of the endpoint."""
        logs = self.client("logs")
        for group, stream in (
            ("/aws/sagemaker/TrainingJobs", f"{self.name}-run-0123456789/algo-1"),
            (f"/aws/sagemaker/Endpoints/{self.name}", "AllTraffic/i-1"),
        ):
            if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
                logs.create_log_group(logGroupName=group)
            logs.create_log_stream(logGroupName=group, logStreamName=stream)

    def clear(self) -> None:
        """What a test has left."""
        for bucket in buckets.left(self.target, "shop", self.stage):
            buckets.empty(self.client("s3"), bucket)
            self.client("s3").delete_bucket(Bucket=bucket)


@pytest.fixture(scope="session")
def target(aws: EmbeddedAWS) -> Target:
    return Target(environment=aws.environment, embedded=True)


@pytest.fixture
def shop(target: Target, role: str) -> Iterator[Stage]:
    made = Stage(target, role)
    yield made
    made.clear()


@pytest.fixture
def neighbour(target: Target, role: str) -> Iterator[Stage]:
    """A stage whose name begins with the other's."""
    made = Stage(target, role, "dev2")
    yield made
    made.clear()
