"""Numbers that a field gives outright, by an expression, or by the path that its ``…Path`` sibling is."""

from __future__ import annotations

from localaws.stepfunctions.language.expression import Constant, Evaluated, Template
from localaws.stepfunctions.language.node import Node


def by_path(*names: str) -> tuple[str, ...]:
    """The siblings of such fields, which JSONPath has."""
    return tuple(f"{name}Path" for name in names)


def read(
    node: Node, name: str, least: int, most: int | None = None, fractions: bool = False
) -> Template | None:
    """The number, within bounds if it stands there; None where there is none."""
    sibling = f"{name}Path"
    if not node.in_jsonata and sibling in node:
        node.one_at_most(name, sibling)
        path = node.reference(sibling)
        return None if path is None else Evaluated(sibling, path)
    query = node.query(name)
    if query is not None:
        return Evaluated(name, query)
    number = node.number(name, least, most) if fractions else node.whole(name, least, most)
    return None if number is None else Constant(number)
