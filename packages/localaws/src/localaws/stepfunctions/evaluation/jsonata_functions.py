"""The functions that Step Functions adds to JSONata: partition, range, hash, random, uuid, parse."""

from __future__ import annotations

import hashlib
import json
import random as generator
import uuid as identifiers
from collections.abc import Callable
from typing import Any

import jsonata
from jsonata.utils import Utils

_ALGORITHMS = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}
_LONGEST_RANGE = 1_000_000


def partition(array: Any = None, size: Any = None) -> list[Any]:
    """Chunks of ``size`` elements; the last may be shorter."""
    _need("partition", isinstance(array, list), "an array as the first argument")
    _need("partition", _whole(size) and size >= 1, "a positive integer as the second argument")
    step = int(size)
    return [array[at : at + step] for at in range(0, len(array), step)]


def range_(first: Any = None, last: Any = None, step: Any = None) -> list[Any]:
    """The numbers from ``first`` to ``last``, both included."""
    numbers = all(Utils.is_numeric(n) for n in (first, last, step))
    _need("range", numbers and step != 0, "three numbers, the step not 0")
    count = int((last - first) / step) + 1
    _need("range", count <= _LONGEST_RANGE, f"at most {_LONGEST_RANGE} elements")
    return [first + n * step for n in range(max(count, 0))]


def hash_(value: Any = None, algorithm: Any = None) -> str:
    """The hexadecimal digest of a string, or of any other value's JSON."""
    _need("hash", algorithm in _ALGORITHMS, f"an algorithm of {', '.join(_ALGORITHMS)}")
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return hashlib.new(_ALGORITHMS[algorithm], text.encode()).hexdigest()


def random(seed: Any = None) -> float:
    """A number from 0 up to 1; the same one for the same seed."""
    return (generator.Random(seed) if seed is not None else generator).random()


def uuid() -> str:
    return str(identifiers.uuid4())


def parse(text: Any = None) -> Any:
    """The value of a JSON text."""
    _need("parse", isinstance(text, str), "a string")
    try:
        return _nulls(json.loads(text))
    except ValueError as error:
        raise ValueError(f"$parse: the text is not JSON: {error}") from error


def _need(name: str, held: bool, what: str) -> None:
    if not held:
        raise ValueError(f"${name} needs {what}")


def _whole(value: Any) -> bool:
    return bool(Utils.is_numeric(value)) and float(value).is_integer()


def _nulls(value: Any) -> Any:
    if value is None:
        return Utils.NULL_VALUE
    if isinstance(value, dict):
        return {key: _nulls(member) for key, member in value.items()}
    return [_nulls(member) for member in value] if isinstance(value, list) else value


def _function(implementation: Callable[..., Any]) -> Any:
    return jsonata.Jsonata.JLambda(implementation)


FUNCTIONS: dict[str, Any] = {
    "partition": _function(partition),
    "range": _function(range_),
    "hash": _function(hash_),
    "random": _function(random),
    "uuid": _function(uuid),
    "parse": _function(parse),
}
