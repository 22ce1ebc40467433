"""AWS::SageMaker::Model. Only its tags can change; anything else needs a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import sagemaker_resources, values
from localaws.cloudformation.types.handler import Made, Site, unless_gone


class Model:
    """A model. Ref is its ARN."""

    fixed = frozenset(
        [
            "Containers",
            "EnableNetworkIsolation",
            "ExecutionRoleArn",
            "InferenceExecutionConfig",
            "ModelName",
            "PrimaryContainer",
            "VpcConfig",
        ]
    )
    properties = fixed | {"Tags"}

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        given = values.given(properties, self.properties)
        called, asked = sagemaker_resources.request(site, given, "ModelName", name)
        if "PrimaryContainer" in asked:
            asked["PrimaryContainer"] = sagemaker_resources.container(asked["PrimaryContainer"])
        if "Containers" in asked:
            asked["Containers"] = [sagemaker_resources.container(c) for c in asked["Containers"]]
        arn = site.client("sagemaker").create_model(**asked)["ModelArn"]
        return Made(arn, {"ModelArn": arn, "ModelName": called})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        sagemaker_resources.bring_tags(site, made.physical_id, new)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ValidationException"):  # it has no other reason
            site.client("sagemaker").delete_model(ModelName=made.attributes["ModelName"])
