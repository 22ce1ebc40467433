"""Numbers as they are written in a table: which texts are one, and the one way to write it again."""

from __future__ import annotations

import re

_NUMERAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_LARGEST = 3.4e38  # XGBoost's numbers are of 32 bits, and it refuses an infinite one


def numeral(text: str) -> str | None:
    """The number in its shortest form (``007`` and ``7.0`` are ``7``), or None where it is none.

    ``nan``, ``inf`` and what Python alone takes for a number (``1_000``) are none.
    """
    if not _NUMERAL.fullmatch(text):
        return None
    value = float(text)
    if abs(value) > _LARGEST:
        return None
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
