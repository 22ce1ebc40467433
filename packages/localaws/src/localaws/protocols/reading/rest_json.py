"""REST with JSON bodies."""

from __future__ import annotations

from typing import Any

from botocore.model import OperationModel, ServiceModel

from localaws.protocols.json_values import Reader, parsed
from localaws.protocols.reading import rest, routes
from localaws.protocols.refusal import Malformed
from localaws.protocols.wire import Wire

_READER = Reader(wire_names=True)


def operation(model: ServiceModel, wire: Wire) -> str:
    """The operation whose route the request takes.

    Raises:
        UnknownOperation: there is none.
    """
    return routes.found(model, wire).operation


def parameters(asked: OperationModel, wire: Wire) -> dict[str, Any]:
    """The parameters; a streamed body is none of them.

    Raises:
        Malformed: a value of the wrong type, or a body that is no JSON.
    """
    found = rest.located(asked, wire)
    if asked.input_shape is None or rest.is_stream(asked):
        return found
    whole = rest.payload(asked)
    if whole is not None and whole[1].type_name == "string":
        return found | ({whole[0]: rest.whole_text(wire.body, whole[0])} if wire.body else {})
    value = parsed(wire.body) if wire.body.strip() else None
    if whole is not None:
        name, member = whole
        return found | ({} if value is None else {name: _READER.read(member, value, name)})
    value = {} if value is None else value
    if not isinstance(value, dict):
        raise Malformed("the body is not a JSON object")
    in_body = _READER.read(asked.input_shape, value)
    names = rest.body_members(asked)
    return found | {name: member for name, member in in_body.items() if name in names}
