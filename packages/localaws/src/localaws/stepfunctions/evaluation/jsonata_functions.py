"""The functions that Step Functions adds to JSONata: partition, range, hash, random, uuid, parse.

Arguments are taken as JSONata takes them: one that is undefined makes the result undefined, one of
another type is T0410. ``$range`` takes whole numbers (it cuts off what is behind the point) and gives
nothing where its step leads away; a chunk of none or of nothing is nothing: as AWS was observed to do.
``$eval`` is not there: AWS has ``$parse``.
"""

from __future__ import annotations

import json
import math
import random as generator
import uuid as identifiers
from collections.abc import Callable
from typing import Any

import jsonata
from jsonata.jexception import JException
from jsonata.utils import Utils

from localaws.stepfunctions.evaluation.digests import ALGORITHMS, digest
from localaws.stepfunctions.evaluation.jsonata_limits import TOO_LARGE

_LONGEST_RANGE = 360_145  # elements, as AWS was observed to allow


def partition(array: Any = None, size: Any = None) -> Any:
    """Chunks of ``size`` elements; the last may be shorter."""
    if array is None or size is None:
        return None
    chunk = _number("partition", 2, size)
    if not isinstance(array, list):
        array = [array]  # a value alone is a sequence of one, in JSONata
    if chunk < 1 or not array:
        return None
    return [array[at : at + chunk] for at in range(0, len(array), chunk)]


def range_(*given: Any) -> Any:
    """The whole numbers from the first to the last, both included."""
    if len(given) > 3:
        raise _wrong("range", 4)
    numbers = [None if n is None else _number("range", at, n) for at, n in enumerate(given, 1)]
    if len(numbers) < 3 or None in numbers:
        return None
    first, last, step = (int(n) for n in numbers if n is not None)
    if step == 0 or (last - first) * step < 0:
        return None
    found = range(first, last + (1 if step > 0 else -1), step)
    if len(found) > _LONGEST_RANGE:
        raise JException(TOO_LARGE, -1)
    return Utils.create_sequence_from_iter(found) if len(found) > 1 else first


def hash_(data: Any = None, algorithm: Any = None) -> Any:
    """The hexadecimal digest of a string, or of any other value's JSON."""
    if data is None or algorithm is None:
        return None
    if algorithm not in ALGORITHMS:
        raise _wrong("hash", 2)
    text = data if isinstance(data, str) else json.dumps(_plain(data), separators=(",", ":"))
    return digest(text, algorithm)


def random(seed: Any = None) -> float:
    """A number from 0 up to 1; the same one for the same seed."""
    if seed is None:
        return generator.random()
    return generator.Random(_number("random", 1, seed)).random()


def uuid() -> str:
    return str(identifiers.uuid4())


def parse(text: Any = None) -> Any:
    """The value of a JSON text."""
    if text is None:
        return None
    if not isinstance(text, str):
        raise _wrong("parse", 1)
    try:
        return _nulls(json.loads(text, parse_constant=_no_constant))
    except ValueError:
        raise JException("The argument of the parse function is not valid JSON", -1) from None


def count(values: Any = None) -> int:
    """The library counts null as nothing; it is a value."""
    if values is None:
        return 0
    return len(values) if isinstance(values, list) else 1


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _number(function: str, at: int, found: Any) -> int:
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise _wrong(function, at)
    return math.trunc(found)


def _wrong(function: str, at: int) -> JException:
    return JException("T0410", -1, at, function)


def _nulls(found: Any) -> Any:
    if found is None:
        return Utils.NULL_VALUE
    if isinstance(found, dict):
        return {key: _nulls(member) for key, member in found.items()}
    return [_nulls(member) for member in found] if isinstance(found, list) else found


def _plain(found: Any) -> Any:
    if found is Utils.NULL_VALUE:
        return None
    if isinstance(found, dict):
        return {key: _plain(member) for key, member in found.items()}
    return [_plain(member) for member in found] if isinstance(found, list) else found


def _function(implementation: Callable[..., Any]) -> Any:
    return jsonata.Jsonata.JLambda(implementation)


FUNCTIONS: dict[str, Any] = {
    "partition": _function(partition),
    "range": _function(range_),
    "hash": _function(hash_),
    "random": _function(random),
    "uuid": _function(uuid),
    "parse": _function(parse),
    "count": _function(count),
    "eval": None,
}
