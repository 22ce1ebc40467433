"""AWS::SageMaker::ModelPackage. Its approval, its metadata and its life cycle change in place.

What only UpdateModelPackage knows (an approval's description, specifications that are added) is set by it
right after the package is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import sagemaker_resources, values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone

_ADDITIONAL, _ADDED = "AdditionalInferenceSpecifications", "AdditionalInferenceSpecificationsToAdd"
_METADATA = "CustomerMetadataProperties"
_UPDATED = ("ModelApprovalStatus", "ApprovalDescription", "ModelCard", "SourceUri")


class ModelPackage:
    """A model package: a version of a group, or one of its own name. Ref is its ARN."""

    fixed = frozenset(
        [
            "CertifyForMarketplace",
            "ClientToken",
            "Domain",
            "DriftCheckBaselines",
            "InferenceSpecification",
            "MetadataProperties",
            "ModelMetrics",
            "ModelPackageDescription",
            "ModelPackageGroupName",
            "ModelPackageName",
            "SamplePayloadUrl",
            "SecurityConfig",
            "SkipModelValidation",
            "SourceAlgorithmSpecification",
            "Task",
            "ValidationSpecification",
        ]
    )
    properties = fixed | {*_UPDATED, _METADATA, _ADDITIONAL, _ADDED, "Tags"}

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        later = ("ApprovalDescription", _ADDED, "Tags")
        asked = {key: value for key, value in properties.items() if key not in later}
        if "ModelPackageGroupName" not in asked:  # a version has the tags of its group
            asked |= {"ModelPackageName": properties.get("ModelPackageName", name)}
            asked |= {"Tags": sagemaker_resources.tags(site, properties)}
        client = site.client("sagemaker")
        arn = client.create_model_package(**asked)["ModelPackageArn"]
        with undone_on_failure(lambda: client.delete_model_package(ModelPackageName=arn)):
            said = values.given(properties, ("ApprovalDescription",))
            said |= {_ADDED: properties[_ADDED]} if properties.get(_ADDED) else {}
            if said:
                client.update_model_package(ModelPackageArn=arn, **said)
        return Made(arn, _attributes(client, arn))

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        client, arn = site.client("sagemaker"), made.physical_id
        shown = client.describe_model_package(ModelPackageName=arn)
        asked = {
            name: new[name]
            for name in _UPDATED
            if new.get(name, shown.get(name)) != shown.get(name)
        }
        asked |= _metadata(shown.get(_METADATA, {}), new.get(_METADATA, {}))
        asked |= _additional(shown.get(_ADDITIONAL, []), new)
        if asked:
            client.update_model_package(ModelPackageArn=arn, **asked)
        if "ModelPackageGroupName" not in new:
            sagemaker_resources.bring_tags(site, arn, new)
        return Made(arn, _attributes(client, arn))

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ValidationException"):  # it has no other reason
            site.client("sagemaker").delete_model_package(ModelPackageName=made.physical_id)


def _attributes(client: Any, arn: str) -> dict[str, Any]:
    shown = client.describe_model_package(ModelPackageName=arn)
    return {
        "ModelPackageArn": arn,
        "ModelPackageStatus": shown["ModelPackageStatus"],
        "CreationTime": shown["CreationTime"].isoformat(),
        "LastModifiedTime": shown["LastModifiedTime"].isoformat(),
    }


def _metadata(there: Mapping[str, str], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What to ask for, so that the package has the metadata of the template and no other."""
    texts = {key: values.text(value) for key, value in wanted.items()}
    gone = sorted(there.keys() - texts.keys())
    asked: dict[str, Any] = {_METADATA: texts} if texts and texts != there else {}
    return asked | ({f"{_METADATA}ToRemove": gone} if gone else {})


def _additional(there: list[Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What to ask for, so that the package has the specifications of the template too.

    One that the template has no more stays, as the API only adds.
    """
    named = {each["Name"] for each in there}
    wanted = (*new.get(_ADDITIONAL, []), *new.get(_ADDED, []))
    added = [each for each in wanted if each["Name"] not in named]
    return {_ADDED: added} if added else {}
