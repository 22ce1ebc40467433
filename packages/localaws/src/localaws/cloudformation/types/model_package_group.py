"""AWS::SageMaker::ModelPackageGroup. Its policy and its tags can change; anything else needs a new one.

A group with versions in it is not deleted: the stack's deletion fails there, as on AWS.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from localaws.cloudformation.types import sagemaker_resources, values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone

_POLICY = "ModelPackageGroupPolicy"


class ModelPackageGroup:
    """A model package group. Ref is its ARN."""

    fixed = frozenset({"ModelPackageGroupName", "ModelPackageGroupDescription"})
    properties = fixed | {_POLICY, "Tags"}

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        given = values.given(properties, self.fixed)
        called, asked = sagemaker_resources.request(
            site, {**given, "Tags": properties.get("Tags", [])}, "ModelPackageGroupName", name
        )
        client = site.client("sagemaker")
        arn = client.create_model_package_group(**asked)["ModelPackageGroupArn"]
        with undone_on_failure(
            lambda: client.delete_model_package_group(ModelPackageGroupName=called)
        ):
            _bring_policy(client, called, properties)
        shown = client.describe_model_package_group(ModelPackageGroupName=called)
        return Made(
            arn,
            {
                "ModelPackageGroupArn": arn,
                "ModelPackageGroupName": called,
                "ModelPackageGroupStatus": shown["ModelPackageGroupStatus"],
                "CreationTime": shown["CreationTime"].isoformat(),
            },
        )

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        _bring_policy(site.client("sagemaker"), _name(made), new)
        sagemaker_resources.bring_tags(site, made.physical_id, new)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ValidationException"):  # it has no other reason
            site.client("sagemaker").delete_model_package_group(ModelPackageGroupName=_name(made))


def _name(made: Made) -> str:
    return str(made.attributes["ModelPackageGroupName"])


def _bring_policy(client: Any, group: str, properties: Mapping[str, Any]) -> None:
    """Give the group the policy that the template says, or none."""
    if _POLICY in properties:
        policy = values.document(properties[_POLICY])
        client.put_model_package_group_policy(ModelPackageGroupName=group, ResourcePolicy=policy)
        return
    try:
        client.delete_model_package_group_policy(ModelPackageGroupName=group)
    except ClientError as error:
        if "Cannot find resource policy" not in error.response["Error"]["Message"]:
            raise
