"""What UpdateModelPackage makes of a package. Pure: the package that is, and the one that will be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from localaws.registry.package import ModelPackage
from localaws.registry.package_rules import check_names, check_specification, specifications
from localaws.sagemaker.errors import validation

_REPLACED = (
    "ModelApprovalStatus",
    "ApprovalDescription",
    "ModelPackageRegistrationType",
    "InferenceSpecification",
    "SourceUri",
    "ModelLifeCycle",
)
_METADATA, _ADDITIONAL = "CustomerMetadataProperties", "AdditionalInferenceSpecifications"
MOST_METADATA = 50


def updated(package: ModelPackage, request: Mapping[str, Any], now: datetime) -> ModelPackage:
    """The package as the request leaves it.

    Raises:
        ApiError: it is no version of a group, or the request breaks a rule.
    """
    if package.group is None:
        raise validation(
            f"ModelPackage {package.arn} has no group, and only a version of a group can be updated."
        )
    if "InferenceSpecification" in request and "SourceUri" in request:
        raise validation("InferenceSpecification and SourceUri cannot be given together.")
    for specification in specifications(request):
        check_specification(specification)
    members = dict(package.request)
    members |= {member: request[member] for member in _REPLACED if member in request}
    if "ModelCard" in request:
        members["ModelCard"] = members.get("ModelCard", {}) | request["ModelCard"]
    _set(members, _METADATA, _metadata(members.get(_METADATA, {}), request))
    additional = [*members.get(_ADDITIONAL, []), *request.get(f"{_ADDITIONAL}ToAdd", [])]
    check_names(additional)
    _set(members, _ADDITIONAL, additional)
    return replace(package, request=members, modified=now)


def _metadata(there: Mapping[str, str], request: Mapping[str, Any]) -> dict[str, str]:
    """The metadata: what is given is set, what is named is removed, the rest stays."""
    properties = {**there, **request.get(_METADATA, {})}
    for key in request.get(f"{_METADATA}ToRemove", []):
        properties.pop(key, None)
    if len(properties) > MOST_METADATA:
        raise validation(
            f"A package has at most {MOST_METADATA} customer metadata properties, and this one "
            f"would have {len(properties)}."
        )
    return properties


def _set(members: dict[str, Any], member: str, value: Any) -> None:
    if value:
        members[member] = value
    else:
        members.pop(member, None)
