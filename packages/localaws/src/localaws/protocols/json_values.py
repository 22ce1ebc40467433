"""JSON values as a shape wants them: of the right types, moments as datetimes, nulls left out."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from localaws.protocols.refusal import Malformed
from localaws.protocols.timestamps import moment
from localaws.protocols.words import JSON_KINDS, joined

DEEPEST = 120  # levels of lists and structures; AWS ends somewhere, and so does Python's stack

_EXPECTED: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "character": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "structure": (dict,),
    "map": (dict,),
    "list": (list, tuple),
    "timestamp": (datetime, int, float, str),
    "blob": (str, bytes, bytearray),
}
_BITS = {"integer": 31, "long": 63}
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")

NameOf = Callable[[str, Any], str]


def parsed(body: bytes) -> Any:
    """The JSON value of a body.

    Raises:
        Malformed: it is none, or nested too deeply, or holds what is no Unicode or no number.
    """
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
        if body.count(b"[") + body.count(b"{") > DEEPEST:
            _check_depth(value)
        if b"\\ud" in body.lower():
            json.dumps(value, ensure_ascii=False).encode("utf-8")  # half a surrogate pair
    except RecursionError as error:
        raise Malformed("the body is nested too deeply") from error
    except ValueError as error:
        raise Malformed(f"the body is not JSON: {error}") from error
    return value


def is_object(text: str) -> bool:
    """Whether a text is a JSON object."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (
                outer.values()
                if isinstance(outer, dict)
                else outer
                if isinstance(outer, list)
                else ()
            )
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise Malformed("the body is nested too deeply")


class Reader:
    """Reads values by shapes.

    Args:
        strict: whether a member that the shape does not have is refused, as SageMaker does, or
            left out, as AWS's JSON protocols have it.
        wire_names: whether members have the names of the wire (``locationName``), as in
            rest-json, or the model's own.
    """

    def __init__(self, strict: bool = False, wire_names: bool = False) -> None:
        self._strict = strict
        self._wire_names = wire_names

    def read(self, shape: Any, value: Any, path: str = "") -> Any:
        """``value`` as the shape wants it.

        Raises:
            Malformed: a value of the wrong type, an unknown member, no base64, no moment.
        """
        kind = shape.type_name
        if getattr(shape, "is_document_type", False):
            return value
        if isinstance(value, float) and kind in _BITS and value.is_integer():
            value = int(value)
        expected = _EXPECTED[kind]
        wrong = not isinstance(value, expected) or (
            isinstance(value, bool) and bool not in expected
        )
        if wrong and not (kind in ("float", "double") and value in _NO_NUMBERS):
            raise _not_a(kind, value, path)
        read = getattr(self, f"_{kind}", None)
        return read(shape, value, path) if read else value

    def _structure(self, shape: Any, value: dict[str, Any], path: str) -> dict[str, Any]:
        names = {self._name(name, member): name for name, member in shape.members.items()}
        unknown = sorted(set(value) - set(names))
        if unknown and self._strict:
            raise Malformed(
                f"Unknown member '{joined(path, unknown[0])}', must be one of: "
                f"{', '.join(sorted(names))}"
            )
        found = {
            names[name]: self.read(shape.members[names[name]], member, joined(path, names[name]))
            for name, member in value.items()
            if member is not None and name in names
        }
        if getattr(shape, "is_tagged_union", False) and len(found) != 1:
            raise Malformed(
                f"Exactly one of {', '.join(sorted(names))} must be set"
                + (f" at '{path}'" if path else "")
            )
        return found

    def _name(self, name: str, member: Any) -> str:
        return str(member.serialization.get("name", name)) if self._wire_names else name

    def _map(self, shape: Any, value: dict[str, Any], path: str) -> dict[str, Any]:
        return {
            key: self.read(shape.value, member, f"{path}.{key}")
            for key, member in value.items()
            if member is not None
        }

    def _list(self, shape: Any, value: list[Any], path: str) -> list[Any]:
        member = shape.member
        return [self.read(member, one, f"{path}.{i}.member") for i, one in enumerate(value, 1)]

    def _timestamp(self, shape: Any, value: Any, path: str) -> datetime:
        return moment(value, path)

    def _blob(self, shape: Any, value: Any, path: str) -> bytes:
        if not isinstance(value, str):
            return bytes(value)
        return from_base64(value, path)

    def _integer(self, shape: Any, value: int, path: str) -> int:
        if not -(1 << _BITS[shape.type_name]) <= value < 1 << _BITS[shape.type_name]:
            raise _not_a(shape.type_name, value, path)
        return value

    _long = _integer

    def _double(self, shape: Any, value: Any, path: str) -> Any:
        try:
            number = float(value)
        except OverflowError as error:
            raise _not_a(shape.type_name, value, path) from error
        if math.isinf(number) and value not in _NO_NUMBERS:
            raise _not_a(shape.type_name, value, path)  # 1e999 is no number of JSON's
        return number if isinstance(value, str) else value

    _float = _double


def from_base64(text: str, path: str) -> bytes:
    """The bytes that ``text`` stands for.

    Raises:
        Malformed: it is no base64.
    """
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed(f"the value at '{path}' is not base64") from error


def _not_a(kind: str, value: Any, path: str) -> Malformed:
    found = JSON_KINDS.get(type(value), f"a JSON {type(value).__name__}")
    if value is False:
        found = "FALSE_VALUE"
    article = "an" if kind[0] in "aeiou" else "a"
    where = f" at '{path}'" if path else ""
    return Malformed(f"{found} can not be converted to {article} {kind.capitalize()}{where}")
