"""Functions of JSONata that the library has too, where its own would hold up the server or lose something.

``$pad`` and ``$join`` are refused before they build what is too large; ``$distinct`` takes time by the
number of values, not by its square, and tells ``true`` from 1; a clone, of which a transform makes its
result, keeps nulls; ``$now`` and ``$millis`` are the server's clock.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

import jsonata
from jsonata.functions import Functions
from jsonata.jexception import JException
from jsonata.utils import Utils

from localaws.stepfunctions.evaluation.jsonata_limits import LARGEST, TOO_LARGE


def pad(text: Any = None, width: Any = None, character: Any = None) -> Any:
    """Of ``width`` characters at least."""
    if isinstance(width, int | float) and not abs(width) <= LARGEST:
        raise JException(TOO_LARGE, -1)
    return Functions.pad(text, width, character)


def join(texts: Any = None, separator: Any = None) -> Any:
    """One text of many."""
    if texts is not None:
        length = sum(map(len, texts)) + len(separator or "") * max(0, len(texts) - 1)
        if length > LARGEST:
            raise JException(TOO_LARGE, -1)
    return Functions.join(texts, separator)


def distinct(values: Any = None) -> Any:
    """Each value once, in the order of their first."""
    if not isinstance(values, list) or len(values) <= 1:
        return values
    first: dict[Hashable, Any] = {}
    for value in values:
        first.setdefault(_sameness(value), value)
    found = Utils.create_sequence() if isinstance(values, Utils.JList) else []
    found.extend(first.values())
    return found


def _sameness(value: Any) -> Hashable:
    """Equal for values that are equal in JSON."""
    if isinstance(value, bool | str):
        return (type(value), value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        return (list, tuple(map(_sameness, value)))
    if isinstance(value, dict):
        return (dict, frozenset((name, _sameness(member)) for name, member in value.items()))
    return (object, id(value))


def clone(value: Any = None) -> Any:
    """The same, to be changed."""
    if isinstance(value, dict):
        return {name: clone(member) for name, member in value.items()}
    return [clone(member) for member in value] if isinstance(value, list) else value


@lru_cache(maxsize=1)
def functions_at(moment: float) -> dict[str, Any]:
    """``$now`` and ``$millis`` at a moment in seconds."""
    milliseconds = round(moment * 1000)

    def now(picture: Any = None, timezone: Any = None) -> Any:
        return Functions.datetime_from_millis(milliseconds, picture, timezone)

    return {"now": _function(now, "<s?s?:s>"), "millis": _function(lambda: milliseconds, "<:n>")}


def _function(implementation: Callable[..., Any], signature: str) -> Any:
    function = jsonata.Jsonata.JFunction(jsonata.Jsonata.JLambda(implementation), signature)
    function.signature.set_function_name(implementation.__name__)
    return function


MENDED: dict[str, Any] = {
    "pad": _function(pad, "<s-ns?:s>"),
    "join": _function(join, "<a<s>s?:s>"),
    "distinct": _function(distinct, "<x:x>"),
    "clone": _function(clone, "<(oa)-:o>"),
}
Functions.function_clone = staticmethod(clone)  # a transform asks for it by that name
