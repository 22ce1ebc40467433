"""What an operation of AWS query gives, in XML, as the shape of its output says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.model import OperationModel

from localaws.protocols.errors.elements import element, said
from localaws.protocols.response import Response


def written(asked: OperationModel, result: Mapping[str, Any], request_id: str) -> Response:
    """The result of an operation; a member that is None is left out."""
    parts = []
    if asked.output_shape is not None:
        wrapper = asked.output_shape.serialization.get("resultWrapper", f"{asked.name}Result")
        parts.append(element(wrapper, *_members(asked.output_shape, result)))
    parts.append(element("ResponseMetadata", said("RequestId", request_id)))
    name, namespace = f"{asked.name}Response", asked.service_model.metadata["xmlNamespace"]
    root = f'<{name} xmlns="{namespace}">{"".join(parts)}</{name}>'
    headers = (("Content-Type", "text/xml"), ("x-amzn-RequestId", request_id))
    return Response(200, headers, root.encode())


def _members(shape: Any, value: Mapping[str, Any]) -> Iterator[str]:
    for name, member in shape.members.items():
        if value.get(name) is not None:
            yield from _member(member.serialization.get("name", name), member, value[name])


def _member(name: str, shape: Any, value: Any) -> Iterator[str]:
    if shape.type_name == "structure":
        yield element(name, *_members(shape, value))
    elif shape.type_name == "list":
        flat = bool(shape.serialization.get("flattened"))
        each = name if flat else shape.member.serialization.get("name", "member")
        items = [part for one in value for part in _member(each, shape.member, one)]
        yield from items if flat else [element(name, *items)]
    elif shape.type_name == "map":
        entries = [
            element("entry", *_member("key", shape.key, key), *_member("value", shape.value, each))
            for key, each in value.items()
        ]
        yield element(name, *entries)
    else:
        yield said(name, _text(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return str(value)
