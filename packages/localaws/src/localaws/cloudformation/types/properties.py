"""Holds a resource's properties against their shape, and makes of them what the shape says.

Pure. CloudFormation takes ``"true"`` for true, ``"7"`` for 7 and 7 for ``"7"``: whoever makes the
resource gets what the schema has. Values of functions are there already.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from localaws.cloudformation.errors import InvalidProperties
from localaws.cloudformation.types.property_shapes import shape_of

_NO = object()  # a value that is none of a kind
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")


def conformed(kind: str, logical_id: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """The properties of a resource as its type has them; as they are where no shape is known.

    Raises:
        InvalidProperties: one is missing, is none that AWS knows, or is of a wrong type.
    """
    shape = shape_of(kind)
    if shape is None:
        return properties
    wrong: list[str] = []
    found: Mapping[str, Any] = _conformed(properties, shape, "#", wrong)
    if wrong:
        raise InvalidProperties(
            f"Properties validation failed for resource {logical_id} with message: "
            f"[{', '.join(wrong)}]"
        )
    return found


def _conformed(value: Any, shape: Any, where: str, wrong: list[str]) -> Any:
    if shape is None:
        return value
    if isinstance(shape, str | list):
        kinds = [shape] if isinstance(shape, str) else shape
        return _scalar(value, kinds, where, wrong)
    if "list" in shape:
        if not isinstance(value, list):
            return _refused(value, "JSONArray", where, wrong)
        return [
            _conformed(one, shape["list"], f"{where}/{number}", wrong)
            for number, one in enumerate(value)
        ]
    if not isinstance(value, Mapping):
        return _refused(value, "JSONObject", where, wrong)
    if "map" in shape:
        return {
            name: _conformed(one, shape["map"], f"{where}/{name}", wrong)
            for name, one in value.items()
        }
    members = shape["members"]
    wrong += [
        f"{where}: required key [{name}] not found"
        for name in shape.get("required", ())
        if name not in value
    ]
    wrong += [
        f"{where}: extraneous key [{name}] is not permitted"
        for name in value
        if name not in members
    ]
    return {
        name: _conformed(one, members[name], f"{where}/{name}", wrong)
        for name, one in value.items()
        if name in members
    }


def _scalar(value: Any, kinds: list[str], where: str, wrong: list[str]) -> Any:
    if _name(value) in kinds:
        return value
    for kind in kinds:
        made = _KINDS[kind](value)
        if made is not _NO:
            return made
    return _refused(value, " or ".join(kinds), where, wrong)


def _refused(value: Any, expected: str, where: str, wrong: list[str]) -> Any:
    wrong.append(f"{where}: expected type: {expected}, found: {_name(value)}")
    return value


def _name(value: Any) -> str:
    """A value's type as CloudFormation calls it."""
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, Mapping):
        return "JSONObject"
    names = {int: "Integer", float: "Number", str: "String", list: "JSONArray", type(None): "Null"}
    return names[type(value)]


def _string(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, int | float) else _NO


def _boolean(value: Any) -> Any:
    return {"true": True, "false": False}.get(value.lower(), _NO) if isinstance(value, str) else _NO


def _integer(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else _NO


def _number(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return _NO
    if _WHOLE.fullmatch(value):
        return int(value)
    made = float(value)
    return made if math.isfinite(made) else _NO


def _only_itself(value: Any) -> Any:
    return _NO


_KINDS: Mapping[str, Callable[[Any], Any]] = {
    "String": _string,
    "Boolean": _boolean,
    "Integer": _integer,
    "Number": _number,
    "JSONObject": _only_itself,
    "JSONArray": _only_itself,
}
