"""What is scaled: a variant of an endpoint, by the identifier that Application Auto Scaling gives it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localaws.protocols.refusal import Refusal

_FORM = re.compile(r"endpoint/(?P<endpoint>[^/]+)/variant/(?P<variant>[^/]+)")


@dataclass(frozen=True)
class Resource:
    """A variant and what of it is scaled, such as ``sagemaker:variant:DesiredInstanceCount``."""

    id: str
    dimension: str
    endpoint: str
    variant: str

    @classmethod
    def of(cls, request: Mapping[str, Any]) -> Resource:
        """The one that a request names.

        Raises:
            Refusal: it names none.
        """
        found = _FORM.fullmatch(request["ResourceId"])
        if found is None:
            raise invalid(
                "Unsupported service namespace, resource type or scalable dimension: a ResourceId of "
                f"sagemaker is endpoint/NAME/variant/NAME, and {request['ResourceId']} is not."
            )
        dimension = request["ScalableDimension"]
        return cls(request["ResourceId"], dimension, found["endpoint"], found["variant"])

    @property
    def words(self) -> str:
        """What messages call it."""
        return (
            f"service namespace: sagemaker, resource ID: {self.id}, scalable dimension: "
            f"{self.dimension}"
        )


def invalid(message: str) -> Refusal:
    return Refusal("ValidationException", message)


def not_found(message: str) -> Refusal:
    return Refusal("ObjectNotFoundException", message)
