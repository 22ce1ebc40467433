"""The patterns of service models, which are Java's, as patterns of the ``regex`` library.

Java's ``\\w``, ``\\d`` and ``\\s`` are ASCII; ``\\p{…}``, ``\\z``, possessive quantifiers and classes
in classes the library knows itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import regex

_REWRITTEN: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    # The surrogates of UTF-16, by which Java writes what is beyond the basic plane.
    (r"\\uD800\\uDC00-\\uDBFF\\uDFFF", r"\\U00010000-\\U0010FFFF"),
    (r"\\u10000-\\u10FFFF", r"\\U00010000-\\U0010FFFF"),  # a slip of the models for the same
    (r"\\[xu]\{([0-9A-Fa-f]{1,6})\}", lambda m: f"\\U{int(m[1], 16):08X}"),
    (r"\\p\{all\}", r"\\s\\S"),
    (r"\\p\{LD\}", r"[\\p{L}\\p{Nd}]"),
    # A count after an end, "$" or "}", is another slip: the length is a rule of its own as well.
    (r"\$\{\d+,\d+\}", ""),
    (r"(\{\d+(?:,\d*)?\})\{\d+,\d+\}", r"\1"),
    (r"\\z", r"\\Z"),
)


@cache
def matcher(pattern: str) -> Any:
    """A compiled pattern; a value keeps it if ``fullmatch`` finds something.

    Raises:
        regex.error: it is no pattern that can be understood.
    """
    text = re.sub(r"\\Q(.*?)(?:\\E|$)", lambda found: re.escape(found[1]), pattern, flags=re.DOTALL)
    for java, ours in _REWRITTEN:
        text = re.sub(java, ours, text)
    version = regex.V1 if _has_nested_class(text) else regex.V0
    return regex.compile(text, regex.ASCII | version if _is_plain(text) else version)


def _is_plain(text: str) -> bool:
    """Whether only ASCII's classes are used: with that flag the library narrows ``\\p`` too."""
    return r"\p{" not in text and r"\P{" not in text


def _has_nested_class(text: str) -> bool:
    """Whether a class stands in a class (a union) or is cut with another (``&&``)."""
    inside = False
    position = 0
    while position < len(text):
        sign = text[position]
        if sign == "\\":
            position += 1
        elif inside and (text.startswith("&&", position) or sign == "["):
            return True
        elif sign == "[":
            inside = True
            # A bracket right at the beginning is itself.
            position += text[position + 1 : position + 3].startswith(("]", "^]")) * 1
        elif sign == "]":
            inside = False
        position += 1
    return False
