"""REST with XML bodies: S3's protocol."""

from __future__ import annotations

from typing import Any

from botocore.model import OperationModel, ServiceModel

from localaws.protocols.reading import rest, routes, xml
from localaws.protocols.reading.text import scalar
from localaws.protocols.refusal import Malformed
from localaws.protocols.wire import Wire
from localaws.protocols.words import joined


def operation(model: ServiceModel, wire: Wire) -> str:
    """The operation whose route the request takes.

    Raises:
        UnknownOperation: there is none.
    """
    return routes.found(model, wire).operation


def parameters(asked: OperationModel, wire: Wire) -> dict[str, Any]:
    """The parameters; a streamed body is none of them.

    Raises:
        Malformed: a value of the wrong type, or a body that is no XML of the shape.
    """
    found = rest.located(asked, wire)
    if asked.input_shape is None or rest.is_stream(asked) or not wire.body.strip():
        return found
    whole = rest.payload(asked)
    if whole is not None:
        name, member = whole
        if member.type_name == "string":
            return found | {name: rest.whole_text(wire.body, joined("", name))}
        root = xml.parsed(wire.body)
        expected = member.serialization.get("name", name)
        if root.name != expected:
            raise Malformed(f"the document is a {root.name[:100]}, and {expected} is expected")
        return found | {name: _read(member, root, joined("", name))}
    members = rest.body_members(asked)
    if not members:
        return found
    return found | _structure(asked.input_shape, xml.parsed(wire.body), "", members)


def _read(shape: Any, node: xml.Node, path: str) -> Any:
    kind = shape.type_name
    if kind == "structure":
        return _structure(shape, node, path, shape.members)
    if kind == "list":
        name = shape.member.serialization.get("name", "member")
        return _list(shape, [n for n in node.children if n.name == name], path)
    if kind == "map":
        return _map(shape, [n for n in node.children if n.name == "entry"], path)
    if node.children:
        raise Malformed(f"an element where a value is expected, at '{path}'")
    # AWS reads past the blanks that a pretty printer adds around a number.
    return scalar(shape, node.text if kind == "string" else node.text.strip(), path)


def _structure(shape: Any, node: xml.Node, path: str, members: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if node.text.strip():
        raise Malformed(f"text where elements are expected, at '{path or node.name}'")
    for name, member in members.items():
        rules = member.serialization
        wire_name = rules.get("name", name)
        if rules.get("xmlAttribute"):
            attribute = wire_name.rpartition(":")[2]
            if attribute in node.attributes:
                found[name] = scalar(member, node.attributes[attribute], joined(path, name))
            continue
        flat = rules.get("flattened") and member.type_name in ("list", "map")
        if flat and member.type_name == "list":
            wire_name = member.member.serialization.get("name", wire_name)
        below = [one for one in node.children if one.name == wire_name]
        if not below:
            continue
        at = joined(path, name)
        if flat:
            found[name] = (_list if member.type_name == "list" else _map)(member, below, at)
        else:
            found[name] = _read(member, below[0], at)
    return found


def _list(shape: Any, nodes: list[xml.Node], path: str) -> list[Any]:
    return [_read(shape.member, one, f"{path}.{i}.member") for i, one in enumerate(nodes, 1)]


def _map(shape: Any, nodes: list[xml.Node], path: str) -> dict[str, Any]:
    key_name = shape.key.serialization.get("name", "key")
    value_name = shape.value.serialization.get("name", "value")
    found = {}
    for node in nodes:
        by_name = {child.name: child for child in node.children}
        if key_name not in by_name or value_name not in by_name:
            raise Malformed(f"an entry of '{path}' has no {key_name} and {value_name}")
        key = _read(shape.key, by_name[key_name], path)
        found[key] = _read(shape.value, by_name[value_name], f"{path}.{key}")
    return found
