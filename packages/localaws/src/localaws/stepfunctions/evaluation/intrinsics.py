"""What intrinsic functions give.

Where the specification is silent they do as AWS was recorded to: ``StringSplit`` takes every character of
its splitter and leaves no empty piece, ``MathAdd`` rounds halves up, ``Format`` writes objects as Java does.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import random
import re
import uuid
from collections.abc import Callable
from typing import Any

from localaws.stepfunctions.language.intrinsic import Argument, Call, Constant, Text
from localaws.stepfunctions.language.path import Path

_LONGEST = 10_000  # characters that are encoded, decoded or hashed
_LONGEST_RANGE = 1_000
_ALGORITHMS = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}

ReadPath = Callable[[Path], Any]


class IntrinsicFailure(Exception):
    """A function cannot be applied to its arguments; ``call`` is how it was written."""

    def __init__(self, call: str, reason: str) -> None:
        super().__init__(f"The function '{call}' had the following error: {reason}")


class _Wrong(Exception):
    """Why the arguments do not do."""


def value(call: Call, path: ReadPath) -> Any:
    """The value of a call. ``path`` gives what a path yields.

    Raises:
        IntrinsicFailure: the function cannot be applied to these arguments.
    """
    arguments = [_argument(argument, path) for argument in call.arguments]
    try:
        if call.function == "States.Format":
            return _format(_template(call.arguments[0], arguments[0]), arguments[1:])
        return _FUNCTIONS[call.function](*arguments)
    except _Wrong as wrong:
        raise IntrinsicFailure(call.text, str(wrong)) from None


def _argument(argument: Argument, path: ReadPath) -> Any:
    match argument:
        case Constant(constant):
            return constant
        case Text(raw):
            return re.sub(r"\\(.)", r"\1", raw, flags=re.DOTALL)
        case Call():
            return value(argument, path)
        case _:
            return path(argument)


def _template(written: Argument, evaluated: Any) -> str:
    """A template keeps its escapes, which tell braces from places to fill."""
    template = written.raw if isinstance(written, Text) else evaluated
    return _text(template, "the template")


def _format(template: str, values: list[Any]) -> str:
    pieces = re.findall(r"\\.|\{\}|[^\\{]+|.", template, flags=re.DOTALL)
    places = pieces.count("{}")
    if places != len(values):
        raise _Wrong(
            f"Number of arguments do not match the occurrences of {{}}: {places} and {len(values)}"
        )
    remaining = iter(values)
    written = []
    for piece in pieces:
        if piece == "{}":
            written.append(_as_java(next(remaining)))
        else:
            written.append(piece[1:] if len(piece) > 1 and piece[0] == "\\" else piece)
    return "".join(written)


def _as_java(found: Any, inside: bool = False) -> str:
    if isinstance(found, str):
        return found
    if isinstance(found, dict):
        return "{" + ", ".join(f"{key}={_as_java(one, True)}" for key, one in found.items()) + "}"
    if isinstance(found, list):
        return "[" + ", ".join(_as_java(one, True) for one in found) + "]"
    return json.dumps(found)


def _array(*values: Any) -> list[Any]:
    return list(values)


def _partition(array: Any, size: Any) -> list[Any]:
    step = _whole(size, "the chunk size")
    if step < 1:
        raise _Wrong("the chunk size must be a positive integer")
    return [_list(array)[at : at + step] for at in range(0, len(array), step)]


def _contains(array: Any, wanted: Any) -> bool:
    return any(_same(one, wanted) for one in _list(array))


def _range(first: Any, last: Any, step: Any) -> list[int]:
    start, stop, by = (_whole(n, "each argument") for n in (first, last, step))
    if by == 0:
        raise _Wrong("the step must not be 0")
    numbers = range(start, stop + (1 if by > 0 else -1), by)
    if len(numbers) > _LONGEST_RANGE:
        raise _Wrong(f"the array would have more than {_LONGEST_RANGE} elements")
    return list(numbers)


def _item(array: Any, index: Any) -> Any:
    number = _whole(index, "the index")
    if not 0 <= number < len(_list(array)):
        raise _Wrong(f"the index {number} is outside of the array of {len(array)}")
    return array[number]


def _length(array: Any) -> int:
    return len(_list(array))


def _unique(array: Any) -> list[Any]:
    seen: dict[str, Any] = {}
    for one in _list(array):
        seen.setdefault(_key(one), one)
    return list(seen.values())


def _encode(text: Any) -> str:
    return base64.b64encode(_short(text).encode()).decode()


def _decode(text: Any) -> str:
    try:
        return base64.b64decode(_short(text), validate=True).decode()
    except ValueError:
        raise _Wrong("the argument is no Base64 of a text") from None


def _hash(data: Any, algorithm: Any) -> str:
    if algorithm not in _ALGORITHMS:
        raise _Wrong(f"the algorithm must be one of {', '.join(_ALGORITHMS)}")
    content = (
        data
        if isinstance(data, str)
        else json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    )
    return hashlib.new(_ALGORITHMS[algorithm], _short(content).encode()).hexdigest()


def _merge(one: Any, other: Any, deep: Any) -> dict[str, Any]:
    if deep is not False:
        raise _Wrong("only the shallow merge is supported: the third argument must be false")
    if not (isinstance(one, dict) and isinstance(other, dict)):
        raise _Wrong("the first two arguments must be objects")
    return {**one, **other}


def _parse(text: Any) -> Any:
    try:
        return json.loads(_text(text, "the argument"))
    except ValueError:
        raise _Wrong("the argument is no JSON") from None


def _write(found: Any) -> str:
    return json.dumps(found, separators=(",", ":"), ensure_ascii=False)


def _random(first: Any, last: Any, seed: Any = None) -> int:
    start, stop = _rounded(first), _rounded(last)
    if start >= stop:
        raise _Wrong("the first number must be less than the second")
    generator = random.Random(_rounded(seed)) if seed is not None else random
    return generator.randrange(start, stop)


def _add(one: Any, other: Any) -> int:
    return _rounded(one) + _rounded(other)


def _split(text: Any, splitter: Any) -> list[str]:
    among = re.escape(_text(splitter, "the splitter"))
    whole = _text(text, "the first argument")
    return [piece for piece in re.split(f"[{among}]", whole) if piece] if among else [whole]


def _uuid() -> str:
    return str(uuid.uuid4())


def _text(found: Any, what: str) -> str:
    if not isinstance(found, str):
        raise _Wrong(f"{what} must be a string")
    return found


def _short(found: Any) -> str:
    if len(_text(found, "the argument")) > _LONGEST:
        raise _Wrong(f"the argument has more than {_LONGEST} characters")
    return str(found)


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise _Wrong("the first argument must be an array")
    return found


def _rounded(found: Any) -> int:
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise _Wrong("the arguments must be numbers")
    return math.floor(found + 0.5) if isinstance(found, float) else found


def _whole(found: Any, what: str) -> int:
    try:
        return _rounded(found)
    except _Wrong:
        raise _Wrong(f"{what} must be a number") from None


def _key(found: Any) -> str:
    """Equal for equal JSON values, whatever the order of their members; 1 and 1.0 are one number."""
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    if isinstance(found, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{_key(found[k])}" for k in sorted(found)) + "}"
    if isinstance(found, list):
        return "[" + ",".join(map(_key, found)) + "]"
    return json.dumps(found)


def _same(one: Any, other: Any) -> bool:
    return _key(one) == _key(other)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
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
