"""What both REST protocols share: members in the path, the query string and the headers."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from botocore.model import OperationModel

from localaws.protocols.reading import routes
from localaws.protocols.reading.text import scalar
from localaws.protocols.refusal import Malformed
from localaws.protocols.wire import Wire
from localaws.protocols.words import joined


def located(asked: OperationModel, wire: Wire) -> dict[str, Any]:
    """The parameters that are not in the body.

    Raises:
        Malformed: a value of the wrong type.
    """
    shape: Any = asked.input_shape
    if shape is None:
        return {}
    labels = routes.found(asked.service_model, wire).labels
    query: dict[str, list[str]] = {}
    for name, value in routes.query_of(wire):
        query.setdefault(name, []).append(value)
    found: dict[str, Any] = {}
    for name, member in shape.members.items():
        where = member.serialization.get("location")
        wire_name = member.serialization.get("name", name)
        path = joined("", name)
        if where == "uri" and wire_name in labels:
            found[name] = scalar(member, _decoded(labels[wire_name], path), path)
        elif where == "querystring":
            _from_query(found, name, member, query, wire_name)
        elif where == "header" and wire_name.lower() in wire.headers:
            found[name] = _from_header(member, wire.headers[wire_name.lower()], path)
        elif where == "headers":
            prefix = wire_name.lower()
            found[name] = {
                key[len(prefix) :]: value
                for key, value in wire.headers.items()
                if key.startswith(prefix)
            }
    return found


def body_members(asked: OperationModel) -> dict[str, Any]:
    """The members that are in the body, by name."""
    shape: Any = asked.input_shape
    return {
        name: member
        for name, member in shape.members.items()
        if "location" not in member.serialization
    }


def payload(asked: OperationModel) -> tuple[str, Any] | None:
    """The one member that is the whole body, where there is one."""
    shape: Any = asked.input_shape
    name = shape.serialization.get("payload") if shape is not None else None
    return (name, shape.members[name]) if name else None


def is_stream(asked: OperationModel) -> bool:
    """Whether the body is not to be read: bytes of any kind and length."""
    whole = payload(asked)
    return whole is not None and (
        whole[1].type_name == "blob" or whole[1].serialization.get("eventstream", False)
    )


def has_body(asked: OperationModel) -> bool:
    """Whether the body of a request means anything."""
    return payload(asked) is not None or (
        asked.input_shape is not None and bool(body_members(asked))
    )


def whole_text(body: bytes, path: str) -> str:
    """A body that is one text.

    Raises:
        Malformed: it is not in UTF-8.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"the value at '{path}' is not in UTF-8") from error


def _decoded(text: str, path: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError as error:
        raise Malformed(f"the value at '{path}' is not in UTF-8") from error


def _from_query(
    found: dict[str, Any], name: str, member: Any, query: dict[str, list[str]], wire_name: str
) -> None:
    path = joined("", name)
    if member.type_name == "map":
        known = set(query)
        values = {key: query[key] for key in known}
        single = member.value.type_name != "list"
        found[name] = {key: value[0] if single else value for key, value in values.items()}
    elif wire_name in query:
        values_of = query[wire_name]
        if member.type_name == "list":
            found[name] = [scalar(member.member, one, path) for one in values_of]
        else:
            found[name] = scalar(member, values_of[0], path)


def _from_header(member: Any, text: str, path: str) -> Any:
    if member.type_name == "list":
        return [scalar(member.member, one.strip(), path) for one in text.split(",")]
    if member.metadata.get("jsonvalue") or member.serialization.get("jsonvalue"):
        return text
    return scalar(member, text, path)
