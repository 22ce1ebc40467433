"""Text of one shape."""

from __future__ import annotations

import re

from pydantic import AfterValidator


def shape(pattern: str, meaning: str) -> AfterValidator:
    """Admits strings of one shape. `meaning` ends the sentence about any other."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"it is {meaning}")
        return value

    return AfterValidator(check)


def listed(value: object) -> object:
    """A list as `-c` gives it, `one,two`; in a file it is one already. What is said twice is meant once."""
    if isinstance(value, str):
        value = [name.strip() for name in value.split(",") if name.strip()]
    if isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value):
        return list(dict.fromkeys(value))
    return value
