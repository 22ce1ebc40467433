"""What a task hands to an integration, as far as a definition shows it: the members that it has.

Which members there are is said by botocore's shape of the operation's input, which ``check`` is handed.
Step Functions spells them all with a capital. Members of unknown name are refused for optimised
integrations only; for those of the SDK AWS finds out when the task runs.
https://docs.aws.amazon.com/step-functions/latest/dg/connect-parameters.html
"""

from __future__ import annotations

from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.resource import Action


def check(node: Node, action: Action, shape: Shape | None) -> None:
    """Note what is missing from, or unknown in, what the task hands over."""
    field = "Arguments" if node.in_jsonata else "Parameters"
    if field not in node:
        node.problem(f"{field} field is required for resource ARN: {action.arn}")
        return
    given = node.members[field]
    if isinstance(shape, StructureShape) and isinstance(given, dict):
        _check_structure(node.below(given, field), shape, unknown=not action.is_sdk)


def _check_structure(node: Node, shape: StructureShape, unknown: bool) -> None:
    known: dict[str, Shape] = {_spelt(name): of for name, of in shape.members.items()}
    given = {_name(node, written): value for written, value in node.members.items()}
    for name in map(_spelt, shape.required_members):
        if name not in given:
            node.problem(f"The field '{name}' is required but was missing")
    for name, value in given.items():
        if name in known:
            _check_value(node, name, value, known[name], unknown)
        elif unknown:
            node.problem(f'The field "{name}" is not supported by Step Functions')


def _check_value(node: Node, name: str, value: Any, shape: Shape, unknown: bool) -> None:
    if isinstance(value, dict) and isinstance(shape, StructureShape):
        _check_structure(node.below(value, name), shape, unknown)
    elif isinstance(value, list) and isinstance(shape, ListShape):
        for number, item in enumerate(value):
            _check_value(node, f"{name}[{number}]", item, shape.member, unknown)
    elif isinstance(value, dict) and isinstance(shape, MapShape):
        below = node.below(value, name)
        for key, item in value.items():
            _check_value(below, _name(node, key), item, shape.value, unknown)


def _spelt(name: str) -> str:
    return name[:1].upper() + name[1:]


def _name(node: Node, written: str) -> str:
    """The member that is meant; JSONPath says with ``.$`` that its value is evaluated."""
    return written if node.in_jsonata else written.removesuffix(".$")
