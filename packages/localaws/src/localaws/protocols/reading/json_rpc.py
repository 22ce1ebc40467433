"""JSON 1.0 and 1.1: the operation in ``X-Amz-Target``, the parameters in the body."""

from __future__ import annotations

from typing import Any

from botocore.model import OperationModel, ServiceModel

from localaws.protocols.json_values import Reader, parsed
from localaws.protocols.refusal import Malformed, UnknownOperation
from localaws.protocols.wire import Wire

_READER = Reader()


def operation(model: ServiceModel, wire: Wire) -> str:
    """The operation that the target names.

    Raises:
        UnknownOperation: the service has none of that name, or is not asked by POST.
    """
    if wire.method != "POST":
        raise UnknownOperation(f"{wire.method} {wire.path}")
    _, _, name = wire.headers.get("x-amz-target", "").rpartition(".")
    if name not in model.operation_names:
        raise UnknownOperation(name)
    return name


def parameters(asked: OperationModel, wire: Wire) -> dict[str, Any]:
    """The parameters; a body of no bytes stands for none.

    Raises:
        Malformed: the body is no JSON object, or one of the wrong types.
    """
    return typed(asked, members(parsed(wire.body) if wire.body else {}, "JSON object"))


def members(value: Any, what: str) -> dict[str, Any]:
    """The value of a body, which has to be ``what`` it is called.

    Raises:
        Malformed: it is another value.
    """
    if not isinstance(value, dict):
        raise Malformed(f"the body is not a {what}")
    return value


def typed(asked: OperationModel, found: dict[str, Any]) -> dict[str, Any]:
    """Members of a body as the parameters of an operation.

    Raises:
        Malformed: one is of the wrong type.
    """
    shape = asked.input_shape
    return {} if shape is None else dict(_READER.read(shape, found))
