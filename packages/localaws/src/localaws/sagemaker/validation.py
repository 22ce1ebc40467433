"""Checks a call of SageMaker's API against botocore's own model of it.

For calls from within (Step Functions, CloudFormation) as for those over HTTP. What the model cannot
say (names in use, roles, the contract's own rules) is left to the operations.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from localaws.protocols.constraints import problems
from localaws.protocols.json_values import Reader
from localaws.protocols.models import service_model
from localaws.protocols.refusal import Malformed
from localaws.protocols.words import summed_up
from localaws.sagemaker.errors import ApiError, validation

# SageMaker refuses members that it does not know, where other services of AWS ignore them.
_READER = Reader(strict=True)


@cache
def operation_names() -> frozenset[str]:
    """Every operation that SageMaker has."""
    return frozenset(service_model("sagemaker").operation_names)


def validated(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """The request as the operation may rely on it: a copy, without nulls, times as datetimes.

    Raises:
        ApiError: ``ValidationException`` with every broken constraint, as AWS words it, or
            ``SerializationException`` for a value of the wrong type or an unknown member.
    """
    shape = service_model("sagemaker").operation_model(operation).input_shape
    if shape is None:
        return {}
    try:
        request: dict[str, Any] = _READER.read(shape, parameters)
    except (Malformed, RecursionError) as error:
        message = str(error) if isinstance(error, Malformed) else "nested too deeply"
        raise ApiError("SerializationException", message) from error
    broken = list(problems(shape, request, "sagemaker"))
    if broken:
        raise validation(summed_up(broken))
    return request
