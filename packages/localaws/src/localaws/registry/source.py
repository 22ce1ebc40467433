"""The containers of a package that is made from a model or from another package (``SourceUri``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from localaws.sagemaker.errors import validation

Call = Callable[[str, dict[str, Any]], dict[str, Any]]

_OF_CONTAINER = ("ContainerHostname", "Image", "ModelDataUrl", "ModelDataSource", "Environment")


def taken_over(request: Mapping[str, Any], call: Call) -> dict[str, Any]:
    """The request with the InferenceSpecification that its SourceUri leads to, if it names one.

    Args:
        call: SageMaker's own operations.

    Raises:
        ApiError: there is no such model or package, or the URI is of neither kind.
    """
    source = request.get("SourceUri")
    if source is None:
        return dict(request)
    kind, _, name = source.split(":", 5)[5].partition("/") if source.count(":") >= 5 else 3 * ("",)
    if kind == "model" and name:
        described = call("DescribeModel", {"ModelName": name})
        if described["ModelArn"] != source:
            raise validation(
                f'Could not find model "{source}": it is not of this account and region.'
            )
        specification = _of_model(described)
    elif kind == "model-package":
        described = call("DescribeModelPackage", {"ModelPackageName": source})
        specification = described.get("InferenceSpecification", {})
    else:
        raise validation(
            f"SourceUri {source} names no model and no model package: give the ARN of one, or "
            "InferenceSpecification and then the URI by UpdateModelPackage."
        )
    return {**request, "InferenceSpecification": specification}


def _of_model(described: Mapping[str, Any]) -> dict[str, Any]:
    containers = described.get("Containers") or [described["PrimaryContainer"]]
    return {
        "Containers": [
            {member: container[member] for member in _OF_CONTAINER if member in container}
            for container in containers
        ],
        "SupportedContentTypes": [],
        "SupportedResponseMIMETypes": [],
    }
