"""A SageMaker that has a registry and nothing else: whatever else it is asked for is scripted."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from localaws import registry
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.service import SageMaker
from localaws.sagemaker.state_change import StateChange

ACCOUNT, REGION = "123456789012", "eu-west-1"
ARN = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}"
IMAGE = "example/serving:1"
CONTAINERS = {"Containers": [{"Image": IMAGE, "ModelDataUrl": "s3://b/model.tar.gz"}]}
TYPES = {"SupportedContentTypes": ["text/csv"], "SupportedResponseMIMETypes": ["text/csv"]}
SPECIFICATION = CONTAINERS | TYPES
INSTANCES = {
    "SupportedTransformInstanceTypes": ["ml.m5.large"],
    "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.large"],
}


class Bench:
    """Short ways to the registry's operations, and what was announced."""

    def __init__(self) -> None:
        context = ServerContext(ACCOUNT, Path(), None, "")  # type: ignore[arg-type]
        self.service = SageMaker(context, REGION)
        self.heard: list[StateChange] = []
        self.service.on_state_change(self.heard.append)
        registry.register(self.service)

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self.service.call(operation, parameters)

    def refusal(self, operation: str, **parameters: Any) -> ApiError:
        with pytest.raises(ApiError) as caught:
            self.call(operation, **parameters)
        return caught.value

    def group(self, name: str | None = None, **members: Any) -> str:
        """A new group; its name."""
        name = name or f"group-{uuid.uuid4().hex[:8]}"
        self.call("CreateModelPackageGroup", ModelPackageGroupName=name, **members)
        return name

    def version(self, group: str, **members: Any) -> str:
        """A new version of a group; its ARN."""
        asked = {"InferenceSpecification": SPECIFICATION} | members
        arn: str = self.call("CreateModelPackage", ModelPackageGroupName=group, **asked)[
            "ModelPackageArn"
        ]
        return arn

    def alone(self, name: str, **members: Any) -> str:
        """A package without a group; its ARN."""
        asked = {"InferenceSpecification": SPECIFICATION | INSTANCES} | members
        arn: str = self.call("CreateModelPackage", ModelPackageName=name, **asked)[
            "ModelPackageArn"
        ]
        return arn

    def described(self, arn: str, **members: Any) -> dict[str, Any]:
        return self.call("DescribeModelPackage", ModelPackageName=arn, **members)

    def update(self, arn: str, **members: Any) -> None:
        self.call("UpdateModelPackage", ModelPackageArn=arn, **members)

    def scripted(self, operation: str, does: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Have another room's operation respond as the test says."""
        self.service.register({operation: does})


@pytest.fixture
def bench() -> Bench:
    return Bench()
