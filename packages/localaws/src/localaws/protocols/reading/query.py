"""AWS query: a form, or a query string, with ``Action`` and dotted names of members."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from botocore.model import OperationModel, ServiceModel

from localaws.protocols.reading.text import scalar
from localaws.protocols.refusal import Malformed, UnknownOperation
from localaws.protocols.wire import Wire
from localaws.protocols.words import joined

_MOST_FIELDS = 100_000
_DEEPEST = 60

# A form as a tree: members by name, list members by number; ``""`` holds the value of a name itself.
Tree = dict[str, Any]


def fields(wire: Wire) -> dict[str, str]:
    """Every field, of the body first and of the query string.

    Raises:
        Malformed: it is no form, or not in UTF-8.
    """
    found: dict[str, str] = {}
    try:
        for text in (wire.body.decode("utf-8"), wire.query):
            pairs = parse_qsl(
                text,
                keep_blank_values=True,
                errors="strict",
                max_num_fields=_MOST_FIELDS,
            )
            for name, value in pairs:
                found.setdefault(name, value)
    except ValueError as error:
        raise Malformed(f"the request is no form in UTF-8: {error}") from error
    return found


def operation(model: ServiceModel, wire: Wire) -> str:
    """The operation that ``Action`` names.

    Raises:
        UnknownOperation: the service has none of that name, or is asked by neither GET nor POST.
        Malformed: the request is no form.
    """
    if wire.method not in ("GET", "POST"):
        raise UnknownOperation(f"{wire.method} {wire.path}")
    name = fields(wire).get("Action", "")
    if name not in model.operation_names:
        raise UnknownOperation(name)
    return name


def parameters(asked: OperationModel, wire: Wire) -> dict[str, Any]:
    """The parameters.

    Raises:
        Malformed: a value of the wrong type.
    """
    if asked.input_shape is None:
        return {}
    return _Form().structure(asked.input_shape, tree(fields(wire)), "")


def tree(found: dict[str, str]) -> Tree:
    """The fields by the parts of their names.

    Raises:
        Malformed: a name has too many parts.
    """
    root: Tree = {}
    for name, value in found.items():
        node = root
        parts = name.split(".")
        if len(parts) > _DEEPEST:
            raise Malformed(f"the name {name[:100]} has too many parts")
        for part in parts:
            node = node.setdefault(part, {})
        node[""] = value
    return root


class _Form:
    """Reads trees by shapes."""

    def read(self, shape: Any, node: Tree, path: str) -> Any:
        if shape.type_name in ("structure", "list", "map"):
            return getattr(self, shape.type_name)(shape, node, path)
        if "" not in node:
            raise Malformed(f"a value is expected at '{path}'")
        return scalar(shape, node[""], path)

    def structure(self, shape: Any, node: Tree, path: str) -> dict[str, Any]:
        found = {}
        for name, member in shape.members.items():
            below = self.below(node, name, member)
            if below:
                found[name] = self.read(member, below, joined(path, name))
        return found

    def below(self, node: Tree, name: str, member: Any) -> Tree | None:
        """The part of the form that holds a member."""
        wire_name = member.serialization.get("name", name)
        if member.type_name == "list" and _is_flat(member):
            wire_name = member.member.serialization.get("name", wire_name)
        return node.get(wire_name)

    def list(self, shape: Any, node: Tree, path: str) -> list[Any]:
        below = (
            node if _is_flat(shape) else node.get(shape.member.serialization.get("name", "member"))
        )
        if below is None:
            if set(node) - {""}:  # other clients number the members by another word
                [below, *_] = [value for name, value in node.items() if name]
            else:
                return []  # "Tags=" is a list of nothing
        return [
            self.read(shape.member, one, f"{path}.{number}.member")
            for number, (_, one) in enumerate(_numbered(below, path), 1)
        ]

    def map(self, shape: Any, node: Tree, path: str) -> dict[str, Any]:
        below = node if _is_flat(shape) else node.get("entry", {})
        key_name = shape.key.serialization.get("name", "key")
        value_name = shape.value.serialization.get("name", "value")
        found = {}
        for number, one in _numbered(below, path):
            at = f"{path}.{number}"
            key = self.read(shape.key, one.get(key_name, {}), at)
            found[key] = self.read(shape.value, one.get(value_name, {}), f"{path}.{key}")
        return found


def _is_flat(shape: Any) -> bool:
    return bool(shape.serialization.get("flattened"))


def _numbered(node: Tree, path: str) -> list[tuple[int, Tree]]:
    """The members of a list in their order; numbers may be missing, and cost nothing."""
    found = []
    for name, value in node.items():
        if not name:
            continue
        if not (name.isascii() and name.isdigit() and len(name) < 12):
            raise Malformed(f"'{name[:100]}' at '{path}' is no number of a list member")
        found.append((int(name), value))
    return sorted(found, key=lambda pair: pair[0])
