"""A model from a model package: the containers that CreateModel is to make, as the package says.

The registry is asked by SageMaker's own DescribeModelPackage. AWS documents that a version has to be
approved to be deployed; how it words the refusal is not known, and these words are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from localaws.sagemaker.errors import validation

Call = Callable[[str, dict[str, Any]], dict[str, Any]]
Container = dict[str, Any]

_OWN = ("Image", "ModelDataUrl", "ModelDataSource")  # what the package says, and nobody beside it
_FROM_PACKAGE = (*_OWN, "ContainerHostname")


def unpacked(request: dict[str, Any], call: Call) -> dict[str, Any]:
    """CreateModel's request, each container that names a package replaced by those of the package.

    A container keeps the name of its package, so that DescribeModel shows both.

    Args:
        call: SageMaker's own operations.

    Raises:
        ApiError: there is no such package, or no model can be made of it.
    """
    given = request.get("Containers") or [request["PrimaryContainer"]]
    if not any("ModelPackageName" in container for container in given):
        for container in given:
            _refuse_lone_specification(container)
        return request
    containers = [each for container in given for each in _containers(container, call)]
    rest = {k: v for k, v in request.items() if k not in ("PrimaryContainer", "Containers")}
    if "PrimaryContainer" in request and len(containers) == 1:
        return {**rest, "PrimaryContainer": containers[0]}
    return {**rest, "Containers": containers}


def _containers(container: Container, call: Call) -> list[Container]:
    if "ModelPackageName" not in container:
        _refuse_lone_specification(container)
        return [container]
    beside = [member for member in _OWN if member in container]
    if beside:
        raise validation(
            f"A container with ModelPackageName must not have {beside[0]}: the package says it."
        )
    package = call("DescribeModelPackage", {"ModelPackageName": container["ModelPackageName"]})
    _check(package)
    specification = _specification(package, container.get("InferenceSpecificationName"))
    return [_merged(container, each) for each in specification["Containers"]]


def _check(package: Mapping[str, Any]) -> None:
    """See that the package may be deployed: a version must be approved."""
    arn, status = package["ModelPackageArn"], package["ModelPackageStatus"]
    if status != "Completed":
        raise validation(f"Cannot create a model from ModelPackage {arn}: it is {status}.")
    approval = package.get("ModelApprovalStatus", "Approved")
    if "ModelPackageGroupName" in package and approval != "Approved":
        raise validation(
            f"Cannot create a model from ModelPackage {arn}: its ModelApprovalStatus is {approval}, "
            "and must be Approved. Approve it with UpdateModelPackage."
        )


def _specification(package: Mapping[str, Any], named: str | None) -> Mapping[str, Any]:
    arn = package["ModelPackageArn"]
    if named is None:
        if "InferenceSpecification" not in package:
            raise validation(
                f"ModelPackage {arn} has no InferenceSpecification to make a model of."
            )
        first: Mapping[str, Any] = package["InferenceSpecification"]
        return first
    for specification in package.get("AdditionalInferenceSpecifications", []):
        if specification["Name"] == named:
            found: Mapping[str, Any] = specification
            return found
    raise validation(f"ModelPackage {arn} has no inference specification named {named}.")


def _merged(container: Container, packaged: Mapping[str, Any]) -> Container:
    """A container of the package, with what the request says beside the package's name."""
    taken = {member: packaged[member] for member in _FROM_PACKAGE if member in packaged}
    environment = {**packaged.get("Environment", {}), **container.get("Environment", {})}
    merged = {**taken, **container}
    return merged | ({"Environment": environment} if environment else {})


def _refuse_lone_specification(container: Container) -> None:
    if "InferenceSpecificationName" in container:
        raise validation("InferenceSpecificationName needs ModelPackageName: name the package.")
