"""What each intrinsic function gives.

Where the specification is silent they do as AWS was recorded to: ``StringSplit`` takes every character of
its splitter and leaves no empty piece, ``MathAdd`` rounds halves up. Numbers that should be whole are
rounded. The limits are the developer guide's.
"""

from __future__ import annotations

import base64
import math
import random
import re
import uuid
from collections.abc import Callable
from typing import Any

from localaws.stepfunctions.evaluation.digests import ALGORITHMS, digest
from localaws.stepfunctions.evaluation.sameness import key, same
from localaws.stepfunctions.language import json_text

_LONGEST = 10_000  # characters that are encoded, decoded or hashed
_LONGEST_RANGE = 1_000
_LEAST, _MOST = -(2**31), 2**31 - 1  # that MathAdd adds


class Unfit(Exception):
    """Why the arguments do not do."""


def _array(*values: Any) -> list[Any]:
    return list(values)


def _partition(array: Any, size: Any) -> list[Any]:
    step = _whole(size, "the chunk size")
    if step < 1:
        raise Unfit("the chunk size must be a positive integer")
    items = _list(array)
    return [items[at : at + step] for at in range(0, len(items), step)]


def _contains(array: Any, wanted: Any) -> bool:
    return any(same(one, wanted) for one in _list(array))


def _range(first: Any, last: Any, step: Any) -> list[int]:
    start, stop, by = (_whole(n, "each argument") for n in (first, last, step))
    if by == 0:
        raise Unfit("the step must not be 0")
    if (stop - start) // by >= _LONGEST_RANGE:
        raise Unfit(f"the array would have more than {_LONGEST_RANGE} elements")
    return list(range(start, stop + (1 if by > 0 else -1), by))


def _item(array: Any, index: Any) -> Any:
    number = _whole(index, "the index")
    if not 0 <= number < len(_list(array)):
        raise Unfit(f"the index {number} is outside of the array of {len(array)}")
    return array[number]


def _length(array: Any) -> int:
    return len(_list(array))


def _unique(array: Any) -> list[Any]:
    seen: dict[str, Any] = {}
    for one in _list(array):
        seen.setdefault(key(one), one)
    return list(seen.values())


def _encode(text: Any) -> str:
    return base64.b64encode(_short(text).encode()).decode()


def _decode(text: Any) -> str:
    try:
        return base64.b64decode(_short(text), validate=True).decode()
    except ValueError:
        raise Unfit("the argument is no Base64 of a text") from None


def _hash(data: Any, algorithm: Any) -> str:
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise Unfit(f"the algorithm must be one of {', '.join(ALGORITHMS)}")
    content = data if isinstance(data, str) else json_text.write(data)
    return digest(_short(content), algorithm)


def _merge(one: Any, other: Any, deep: Any) -> dict[str, Any]:
    if deep is not False:
        raise Unfit("only the shallow merge is supported: the third argument must be false")
    if not (isinstance(one, dict) and isinstance(other, dict)):
        raise Unfit("the first two arguments must be objects")
    return {**one, **other}


def _parse(text: Any) -> Any:
    try:
        return json_text.read(_text(text, "the argument"))
    except json_text.NoJson:
        raise Unfit("the argument is no JSON") from None


def _write(found: Any) -> str:
    return json_text.write(found)


def _random(first: Any, last: Any, seed: Any = None) -> int:
    start, stop = _rounded(first), _rounded(last)
    if start >= stop:
        raise Unfit("the first number must be less than the second")
    generator = random.Random(_rounded(seed)) if seed is not None else random
    return generator.randrange(start, stop)


def _add(*given: Any) -> int:
    numbers = [_rounded(n) for n in given]
    if not all(_LEAST <= n <= _MOST for n in numbers):
        raise Unfit(f"the arguments must be between {_LEAST} and {_MOST}")
    return sum(numbers)


def _split(text: Any, splitter: Any) -> list[str]:
    among = re.escape(_text(splitter, "the splitter"))
    whole = _text(text, "the first argument")
    return [piece for piece in re.split(f"[{among}]", whole) if piece] if among else [whole]


def _uuid() -> str:
    return str(uuid.uuid4())


def _text(found: Any, what: str) -> str:
    if not isinstance(found, str):
        raise Unfit(f"{what} must be a string")
    return found


def _short(found: Any) -> str:
    if len(_text(found, "the argument")) > _LONGEST:
        raise Unfit(f"the argument has more than {_LONGEST} characters")
    return str(found)


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise Unfit("the first argument must be an array")
    return found


def _rounded(found: Any) -> int:
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise Unfit("the arguments must be numbers")
    return math.floor(found + 0.5) if isinstance(found, float) else found


def _whole(found: Any, what: str) -> int:
    try:
        return _rounded(found)
    except Unfit:
        raise Unfit(f"{what} must be a number") from None


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "States.Array": _array,
    "States.ArrayPartition": _partition,
    "States.ArrayContains": _contains,
    "States.ArrayRange": _range,
    "States.ArrayGetItem": _item,
    "States.ArrayLength": _length,
    "States.ArrayUnique": _unique,
    "States.Base64Encode": _encode,
    "States.Base64Decode": _decode,
    "States.Hash": _hash,
    "States.JsonMerge": _merge,
    "States.StringToJson": _parse,
    "States.JsonToString": _write,
    "States.MathRandom": _random,
    "States.MathAdd": _add,
    "States.StringSplit": _split,
    "States.UUID": _uuid,
}
