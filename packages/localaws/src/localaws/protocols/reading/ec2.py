"""EC2's query: as AWS query, with names of its own and every list flat."""

from __future__ import annotations

from typing import Any

from botocore.model import OperationModel, ServiceModel

from localaws.protocols.reading import query
from localaws.protocols.wire import Wire


def operation(model: ServiceModel, wire: Wire) -> str:
    """As ``query.operation``."""
    return query.operation(model, wire)


def parameters(asked: OperationModel, wire: Wire) -> dict[str, Any]:
    """As ``query.parameters``."""
    if asked.input_shape is None:
        return {}
    return _Form().structure(asked.input_shape, query.tree(query.fields(wire)), "")


class _Form(query._Form):
    def below(self, node: query.Tree, name: str, member: Any) -> query.Tree | None:
        wire_name = member.serialization.get("queryName")
        if wire_name is None:
            wire_name = member.serialization.get("name", name)
            wire_name = wire_name[:1].upper() + wire_name[1:]
        return node.get(wire_name)

    def list(self, shape: Any, node: query.Tree, path: str) -> list[Any]:
        return [
            self.read(shape.member, one, f"{path}.{number}.member")
            for number, (_, one) in enumerate(query._numbered(node, path), 1)
        ]
