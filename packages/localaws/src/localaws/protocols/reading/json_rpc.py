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
    value = parsed(wire.body) if wire.body else {}
    if not isinstance(value, dict):
        raise Malformed("the body is not a JSON object")
    if asked.input_shape is None:
        return {}
    found: dict[str, Any] = _READER.read(asked.input_shape, value)
    return found
