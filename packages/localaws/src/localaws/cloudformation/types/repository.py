"""AWS::ECR::Repository: moto's model needs a name and ignores policies. Images are not scanned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone


class Repository:
    """A repository of images. Ref is its name."""

    fixed = frozenset({"RepositoryName", "EncryptionConfiguration"})
    properties = frozenset(
        [
            "RepositoryName",
            "ImageTagMutability",
            "LifecyclePolicy",
            "RepositoryPolicyText",
            "EncryptionConfiguration",
            "EmptyOnDelete",
            "Tags",
        ]
    )

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        options = values.camel(
            values.given(
                properties,
                ("ImageTagMutability", "EncryptionConfiguration"),
            )
        )
        answer = site.client("ecr").create_repository(
            repositoryName=properties.get("RepositoryName", name),
            tags=values.tag_list(site.all_tags(properties)),
            **options,
        )["repository"]
        attributes = {"Arn": answer["repositoryArn"], "RepositoryUri": answer["repositoryUri"]}
        made = Made(answer["repositoryName"], attributes)
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            _set_policies(site, made.physical_id, properties)
        return made

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        client = site.client("ecr")
        if "ImageTagMutability" in new:
            client.put_image_tag_mutability(
                repositoryName=made.physical_id, imageTagMutability=new["ImageTagMutability"]
            )
        _set_policies(site, made.physical_id, new)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("RepositoryNotFoundException"):
            site.client("ecr").delete_repository(
                repositoryName=made.physical_id,
                force=values.boolean(properties.get("EmptyOnDelete")),
            )


def _set_policies(site: Site, name: str, properties: Mapping[str, Any]) -> None:
    client = site.client("ecr")
    if "RepositoryPolicyText" in properties:
        client.set_repository_policy(
            repositoryName=name, policyText=values.document(properties["RepositoryPolicyText"])
        )
    lifecycle = properties.get("LifecyclePolicy", {}).get("LifecyclePolicyText")
    if lifecycle:
        client.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=lifecycle)
