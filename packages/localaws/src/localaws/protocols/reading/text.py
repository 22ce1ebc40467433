"""Values that a protocol writes as text: in forms, paths, headers and XML."""

from __future__ import annotations

import re
from typing import Any

from localaws.protocols.json_values import from_base64
from localaws.protocols.refusal import Malformed
from localaws.protocols.timestamps import moment

_INTEGER = re.compile(r"[+-]?[0-9]{1,20}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?|NaN|-?Infinity")
_BITS = {"integer": 31, "long": 63}
# What XML cannot hold, and so no answer of these protocols could repeat.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def scalar(shape: Any, text: str, path: str) -> Any:
    """The value that ``text`` stands for.

    Raises:
        Malformed: it stands for none of that type.
    """
    kind = shape.type_name
    if kind in ("string", "character"):
        if _UNSPEAKABLE.search(text):
            raise Malformed(f"the value at '{path}' has a character that is not allowed")
        return text
    if kind == "boolean":
        if text.lower() not in ("true", "false"):
            raise Malformed(f"'{text[:100]}' at '{path}' is neither true nor false")
        return text.lower() == "true"
    if kind in _BITS:
        if not _INTEGER.fullmatch(text) or not -(1 << _BITS[kind]) <= int(text) < 1 << _BITS[kind]:
            raise Malformed(f"'{text[:100]}' at '{path}' is no {kind}")
        return int(text)
    if kind in ("float", "double"):
        if not _NUMBER.fullmatch(text):
            raise Malformed(f"'{text[:100]}' at '{path}' is no number")
        return float(text)
    if kind == "timestamp":
        return moment(text, path)
    if kind == "blob":
        return from_base64(text, path)
    raise Malformed(f"the value at '{path}' is no {kind}")
