"""Errors of JSONata in JSONata's own words, which AWS passes on: ``T2001: The left side of …``.

The library has the sentences of the Java edition, in which a function is an Object and a value stands
without quotes; the reference implementation, 2.0.6 on AWS, writes values as JSON.
"""

from __future__ import annotations

import json
import re
from typing import Any

from jsonata.jexception import JException
from jsonata.utils import Utils

_VALUE = re.compile(r"\{\{(\{?)\w+\}?\}\}")


def coded(error: JException) -> str:
    """The sentence behind its code."""
    code = error.get_error()
    return f"{code}: {sentence(error)}" if code in JException.error_codes else sentence(error)


def sentence(error: JException) -> str:
    """The sentence alone."""
    template = JException.error_codes.get(error.get_error(), error.get_error())
    values = iter([error.current, error.expected, error.extra])
    if error.get_error() == "T0410" and error.current is None:
        template = "The arguments do not match the function signature"
    written = _VALUE.sub(lambda braces: _written(next(values, None), bool(braces[1])), template)
    return written.replace("Object", "function").rstrip()


def unforeseen(error: Exception) -> str:
    """What is said of an exception of the library's own, which is Python's and nobody's business."""
    no_number = re.match(r"could not convert string to float: '(.*)'$", str(error))
    if no_number:
        return coded(JException("D3030", -1, no_number[1]))
    return "The functions of the expression do not take these values"


def _written(found: Any, bare: bool) -> str:
    if found is None:
        return ""
    if bare and isinstance(found, str):
        return found
    return json.dumps(found, ensure_ascii=False, default=_stranger)


def _stranger(found: Any) -> Any:
    return None if found is Utils.NULL_VALUE else "function"
