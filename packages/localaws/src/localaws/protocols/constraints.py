"""What a service model forbids: missing members, lengths, ranges, enumerations, patterns.

The values have the right types already. What the model cannot say is left to the service.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from botocore.model import Shape

from localaws.protocols.exceptions import is_waived
from localaws.protocols.patterns import matcher
from localaws.protocols.words import joined, problem, secret_problem

_NESTED = ("structure", "list", "map")


def problems(
    shape: Any, value: Any, service: str, path: str = "", unread: str = ""
) -> Iterator[str]:
    """Every constraint that a value of the right types breaks, in AWS's words.

    ``unread`` names the member that is a stream: it is there, and nobody has looked.
    """
    kind = shape.type_name
    if getattr(shape, "is_document_type", False):
        return
    if kind == "structure":
        for name in shape.required_members:
            if name not in (*value, unread) and not _is_filled_in(shape.members[name]):
                yield problem(None, joined(path, name), "Member must not be null")
        for name, member in value.items():
            yield from problems(shape.members[name], member, service, joined(path, name))
        return
    for constraint in _broken(shape, value, service):
        yield _problem(shape, value, path, constraint)
    if kind == "list":
        for index, member in enumerate(value, 1):
            yield from problems(shape.member, member, service, f"{path}.{index}.member")
    elif kind == "map":
        yield from _in_map(shape, value, service, path)


def _in_map(shape: Any, value: dict[str, Any], service: str, path: str) -> Iterator[str]:
    for key, member in value.items():
        for constraint in _broken(shape.key, key, service):
            yield _problem(shape, value, path, f"Map keys must satisfy constraint: [{constraint}]")
        if shape.value.type_name in _NESTED:
            yield from problems(shape.value, member, service, f"{path}.{key}.member")
        else:
            for constraint in _broken(shape.value, member, service):
                said = f"Map value must satisfy constraint: [{constraint}]"
                yield _problem(shape, value, path, said)


def _problem(shape: Any, value: Any, path: str, constraint: str) -> str:
    if _is_secret(shape):
        return secret_problem(path, constraint)
    return problem(value, path, constraint)


def _is_secret(shape: Any, outer: tuple[str, ...] = ()) -> bool:
    """Whether a value is sensitive, or something in it: Cognito's messages say nothing of a password."""
    if shape.metadata.get("sensitive"):
        return True
    inner: list[Any] = []
    if shape.type_name == "list":
        inner = [shape.member]
    elif shape.type_name == "map":
        inner = [shape.key, shape.value]
    elif shape.type_name == "structure":
        inner = list(shape.members.values())
    return any(_is_secret(each, (*outer, shape.name)) for each in inner if each.name not in outer)


def _is_filled_in(shape: Any) -> bool:
    """An idempotency token that a client left out is made by the service."""
    return bool(shape.metadata.get("idempotencyToken"))


def _broken(shape: Shape, value: Any, service: str) -> Iterator[str]:
    """The constraints of one shape itself that ``value`` does not keep."""
    rules = shape.metadata
    if not rules:
        return
    low, high = rules.get("min"), rules.get("max")
    if (low is not None or high is not None) and not isinstance(value, bool | datetime):
        yield from _out_of_bounds(shape, value, service, low, high)
    if not isinstance(value, str):
        return
    if rules.get("enum") and value not in rules["enum"] and not is_waived(service, shape, "enum"):
        yield f"Member must satisfy enum value set: [{', '.join(rules['enum'])}]"
    pattern = rules.get("pattern")
    if (
        pattern
        and not is_waived(service, shape, "pattern")
        and not matcher(pattern).fullmatch(value)
    ):
        yield f"Member must satisfy regular expression pattern: {pattern}"


def _out_of_bounds(
    shape: Shape, value: Any, service: str, low: float | None, high: float | None
) -> Iterator[str]:
    sized = isinstance(value, str | bytes | list | dict)
    noun = "length" if sized else "value"
    size = len(value) if sized else float(value) if isinstance(value, str) else value
    if is_waived(service, shape, noun):
        return
    if low is not None and not size >= low:  # so that no NaN passes
        yield f"Member must have {noun} greater than or equal to {low}"
    if high is not None and not size <= high:
        yield f"Member must have {noun} less than or equal to {high}"
