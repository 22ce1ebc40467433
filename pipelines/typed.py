"""Whether the fields of a description have the types that they are declared with.

Python does not look, and what is wrong shows up later as another program's error: `floor="0.5"` when it is compared, a
forgotten comma (`outputs=("train")`) as five outputs of a letter each.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def check(description: Any) -> None:
    """Raises ValueError with the first field, of it or of what it holds, that has another type."""
    kind: Any = type(description)
    hints = _hints(kind)
    for field in fields(description):
        value, hint = getattr(description, field.name), hints[field.name]
        if not _is(value, hint):
            raise ValueError(
                f"{kind.__name__}.{field.name} must be {_words(hint)}, but is {_shown(value)}."
            )
        for each in value if isinstance(value, (tuple, list)) else (value,):
            if is_dataclass(each):
                check(each)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _is(value: Any, hint: Any) -> bool:
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if origin is Literal:
        return value in inner
    if origin in (Union, types.UnionType):
        return any(_is(value, each) for each in inner)
    if origin is tuple:  # of one type, and a list does as well
        return isinstance(value, (tuple, list)) and all(_is(each, inner[0]) for each in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(
            _is(name, inner[0]) and _is(each, inner[1]) for name, each in value.items()
        )
    if origin is not None:
        return origin is not Callable or callable(value)
    if hint in (int, float):
        return isinstance(value, (int, hint)) and not isinstance(value, bool)
    return isinstance(value, hint)


_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "True or False"}


def _words(hint: Any) -> str:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return f"one of {', '.join(map(repr, inner))}"
    if origin in (Union, types.UnionType):
        return " or ".join(_words(each) for each in inner)
    if origin is tuple:
        return f"a tuple, each item {_words(inner[0])}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"a mapping of {_words(inner[0])} to {_words(inner[1])}"
    if hint is type(None):
        return "None"
    return _NAMES.get(hint) or f"a {getattr(hint, '__name__', hint)}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
