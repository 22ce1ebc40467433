"""Checks a request against botocore's own model of SageMaker, and words what is wrong as AWS does.

Required members, types, patterns, lengths, ranges and enumerations come from the model that boto3
itself is generated from. What the model cannot say (names in use, roles, the contract's own rules)
is left to the operations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ServiceModel, Shape

from localaws.sagemaker.errors import ApiError, validation

_JSON_KINDS = {str: "STRING_VALUE", bool: "TRUE_VALUE", int: "NUMBER_VALUE", float: "NUMBER_VALUE"}
_SHOWN = 1000  # characters of a wrong value that a message repeats
_EXPECTED: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "structure": (dict,),
    "map": (dict,),
    "list": (list, tuple),
    "timestamp": (datetime, int, float, str),
}


@cache
def _model() -> ServiceModel:
    return botocore.session.Session().get_service_model("sagemaker")


@cache
def operation_names() -> frozenset[str]:
    """Every operation that SageMaker has."""
    return frozenset(_model().operation_names)


def validated(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """The request as the operation may rely on it: a copy, without nulls, times as datetimes.

    Raises:
        ApiError: ``ValidationException`` with every broken constraint, as AWS words it, or
            ``SerializationException`` for a value of the wrong type or an unknown member.
    """
    shape = _model().operation_model(operation).input_shape
    if shape is None:
        return {}
    request = _typed(shape, parameters, "")
    problems = list(_problems(shape, request, ""))
    if problems:
        count = f"{len(problems)} validation error{'s' if len(problems) > 1 else ''} detected: "
        raise validation(count + "; ".join(problems))
    assert isinstance(request, dict)
    return request


def _typed(shape: Any, value: Any, path: str) -> Any:
    """``value`` with every part of the type that the shape wants, nulls left out."""
    kind = shape.type_name
    expected = _EXPECTED[kind]
    wrong = not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected)
    if wrong:
        found = _JSON_KINDS.get(type(value), f"a JSON {type(value).__name__}")
        article = "an" if kind[0] in "aeiou" else "a"
        where = f" at '{path}'" if path else ""
        raise ApiError(
            "SerializationException",
            f"{found} can not be converted to {article} {kind.capitalize()}{where}",
        )
    if kind == "structure":
        return _typed_structure(shape, value, path)
    if kind == "map":
        return {k: _typed(shape.value, v, f"{path}.{k}") for k, v in value.items() if v is not None}
    if kind == "list":
        return [_typed(shape.member, v, f"{path}.{i}.member") for i, v in enumerate(value, 1)]
    if kind == "timestamp":
        return _moment(value, path)
    return value


def _typed_structure(shape: Any, value: dict[str, Any], path: str) -> dict[str, Any]:
    unknown = sorted(set(value) - set(shape.members))
    if unknown:
        raise ApiError(
            "SerializationException",
            f"Unknown member '{_join(path, unknown[0])}', must be one of: "
            f"{', '.join(sorted(shape.members))}",
        )
    return {
        name: _typed(shape.members[name], member, _join(path, name))
        for name, member in value.items()
        if member is not None
    }


def _moment(value: datetime | float | str, path: str) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            raise ApiError(
                "SerializationException", f"'{value}' at '{path}' is no timestamp"
            ) from error
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ApiError(
            "SerializationException", f"{value} at '{path}' is no timestamp: {error}"
        ) from error


def _problems(shape: Any, value: Any, path: str) -> Iterator[str]:
    """Every constraint that a value of the right types breaks, in AWS's words."""
    kind = shape.type_name
    if kind == "structure":
        for name in shape.required_members:
            if name not in value:
                yield _problem(None, _join(path, name), "Member must not be null")
        for name, member in value.items():
            yield from _problems(shape.members[name], member, _join(path, name))
        return
    for constraint in _broken(shape, value):
        yield _problem(value, path, constraint)
    if kind == "list":
        for index, member in enumerate(value, 1):
            yield from _problems(shape.member, member, f"{path}.{index}.member")
    elif kind == "map":
        for key, member in value.items():
            for constraint in _broken(shape.key, key):
                yield _problem(value, path, f"Map keys must satisfy constraint: [{constraint}]")
            if shape.value.type_name in ("structure", "list", "map"):
                yield from _problems(shape.value, member, f"{path}.{key}.member")
            else:
                for constraint in _broken(shape.value, member):
                    text = f"Map value must satisfy constraint: [{constraint}]"
                    yield _problem(value, path, text)


def _broken(shape: Shape, value: Any) -> Iterator[str]:
    """The constraints of one shape itself that ``value`` does not keep."""
    rules = shape.metadata
    low, high = rules.get("min"), rules.get("max")
    sized = isinstance(value, str | list | dict)
    measure = len(value) if sized else value
    noun = "length" if sized else "value"
    if not isinstance(value, bool | datetime):
        if low is not None and measure < low:
            yield f"Member must have {noun} greater than or equal to {low}"
        if high is not None and measure > high:
            yield f"Member must have {noun} less than or equal to {high}"
    if not isinstance(value, str):
        return
    if rules.get("enum") and value not in rules["enum"]:
        yield f"Member must satisfy enum value set: [{', '.join(rules['enum'])}]"
    pattern = rules.get("pattern")
    if pattern and not _matcher(pattern).fullmatch(value):
        yield f"Member must satisfy regular expression pattern: {pattern}"


# The model's patterns are Java's. Python knows no \p classes, and writes astral characters otherwise.
_IN_PYTHON = {
    r"\p{Alnum}": "a-zA-Z0-9",
    r"\p{L}": r"\w",
    r"\p{M}": r"\u0300-\u036f",
    r"\p{Z}": r"\s",
    r"\p{N}": r"\d",
    r"\p{P}": r"!-/:-@\[-`{-~\u00a1-\u00bf\u2010-\u2bff\u3001-\u303f\uff01-\uff65",
    r"\p{S}": r"$+<=>^`|~\u00a1-\u00bf\u2010-\u2bff\u3001-\u303f\uff01-\uff65",
    r"\uD800\uDC00-\uDBFF\uDFFF": r"\U00010000-\U0010ffff",
    r"\z": r"\Z",
}


@cache
def _matcher(pattern: str) -> re.Pattern[str]:
    for java, python in _IN_PYTHON.items():
        pattern = pattern.replace(java, python)
    # "$" followed by a count, as in "(…)${1,128}", is a slip of the model: the length is a rule too.
    return re.compile(re.sub(r"\$\{\d+,\d+\}", "", pattern))


def _problem(value: Any, path: str, constraint: str) -> str:
    shown = "null" if value is None else f"'{_java(value)}'"
    return f"Value {shown} at '{path}' failed to satisfy constraint: {constraint}"


def _java(value: Any) -> str:
    """A value as AWS prints it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={_java(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_java(member) for member in value) + "]"
    return str(value)[:_SHOWN]


def _join(path: str, member: str) -> str:
    """AWS names members in messages with a small first letter."""
    name = member[0].lower() + member[1:]
    return f"{path}.{name}" if path else name
