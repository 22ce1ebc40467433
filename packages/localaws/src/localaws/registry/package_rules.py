"""What a request for a model package must keep, beyond the service model, and what AWS fills in. Pure.

The sentences on both names, on neither and on environments are AWS's, as users report them (moto#7165,
and copies of packages between accounts); the rest is ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from localaws.sagemaker.errors import validation
from localaws.sagemaker.unsupported_members import refuse

PENDING = "PendingManualApproval"
MOST_ADDITIONAL = 15
_UNSUPPORTED = {
    "ValidationSpecification": "Run a transform job of its model, which is what the validation is.",
    "SourceAlgorithmSpecification": "Name the image in InferenceSpecification: no algorithm "
    "resource can be made here.",
    "CertifyForMarketplace": "Leave it out: there is no Marketplace here.",
    "ManagedStorageType": "Leave it out: model data stays in your bucket.",
}
_OF_UNVERSIONED = (
    "SupportedTransformInstanceTypes",
    "SupportedRealtimeInferenceInstanceTypes",
)


def check(request: Mapping[str, Any]) -> None:
    """See that a package can be made.

    Raises:
        ApiError: it cannot.
    """
    refuse(request, _UNSUPPORTED)
    named, grouped = "ModelPackageName" in request, "ModelPackageGroupName" in request
    if named and grouped:
        raise validation(
            "Both ModelPackageName and ModelPackageGroupName are provided in the input. "
            "Cannot determine which one to use."
        )
    if not named and not grouped:
        raise validation("Missing ARN.")
    if grouped and request.get("Tags"):
        raise validation(
            "Tags cannot be given with ModelPackageGroupName: a version has the tags of its group. "
            "Tag the group."
        )
    _check_source(request, named)
    for specification in specifications(request):
        check_specification(specification)
    if named:
        _check_unversioned(request)
    check_names(request.get("AdditionalInferenceSpecifications", []))


def _check_source(request: Mapping[str, Any], named: bool) -> None:
    """See that it is said what the package consists of, and said once."""
    specified, source = "InferenceSpecification" in request, "SourceUri" in request
    if specified and source:
        raise validation(
            "InferenceSpecification and SourceUri cannot be given together: SourceUri names the "
            "model or the package whose containers are taken over."
        )
    logged = request.get("ModelPackageRegistrationType") == "Logged"
    if not specified and not source and not logged:
        raise validation(
            "InferenceSpecification is missing: give the containers of the package, or a SourceUri "
            "to take them from."
        )
    if named and source:
        raise validation("SourceUri is for versions: give ModelPackageGroupName with it.")


def _check_unversioned(request: Mapping[str, Any]) -> None:
    specification = request.get("InferenceSpecification", {})
    for member in _OF_UNVERSIONED:
        if not specification.get(member):
            raise validation(
                f"InferenceSpecification.{member} must be given for a package without a group."
            )
    if any("Environment" in container for container in specification["Containers"]):
        raise validation(
            "1 validation errors detected:Environment variable map cannot be specified when using "
            "non-versioned ModelPackages"
        )


def specifications(request: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The inference specifications that a request gives, the additional ones too."""
    if "InferenceSpecification" in request:
        yield request["InferenceSpecification"]
    yield from request.get("AdditionalInferenceSpecifications", [])
    yield from request.get("AdditionalInferenceSpecificationsToAdd", [])


def check_specification(specification: Mapping[str, Any]) -> None:
    """See that each container's model data is in one place."""
    for container in specification["Containers"]:
        if "ModelDataUrl" in container and "ModelDataSource" in container:
            raise validation(
                "A container of the package has ModelDataUrl and ModelDataSource: give one of them."
            )


def check_names(additional: Iterable[Mapping[str, Any]]) -> None:
    """See that additional specifications can be told apart, and are not too many."""
    names = Counter(specification["Name"] for specification in additional)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise validation(
            f"Names of additional inference specifications must be unique, and '{twice[0]}' is not."
        )
    if names.total() > MOST_ADDITIONAL:
        raise validation(
            f"A package has at most {MOST_ADDITIONAL} additional inference specifications, and "
            f"this one would have {names.total()}."
        )


def completed(request: Mapping[str, Any]) -> dict[str, Any]:
    """The request with AWS's defaults: a version waits for its approval."""
    defaults: dict[str, Any] = {"CertifyForMarketplace": False, "SkipModelValidation": "None"}
    if "ModelPackageGroupName" in request:
        defaults["ModelApprovalStatus"] = PENDING
    return defaults | dict(request)
