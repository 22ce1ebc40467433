"""JSON as Step Functions reads it, and what it says of a text that is none.

AWS reads with Jackson, whose words its errors carry: ``Unrecognized token 'not': was expecting …``.
A number beyond a double's range is refused: nothing that reckons with it, or reads it again, could go on.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import Any, NoReturn

_VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
_SURELY_IN_RANGE = 308  # characters of a whole number
_SHOWN = 20
_WORD = re.compile(r"[\w$]+")
_written = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class NoJson(ValueError):
    """A text is no JSON.

    Attributes:
        line, column: where, from 1, as Jackson counts them.
    """

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.line, self.column = line, column


class Twice(dict[str, Any]):
    """An object in whose text a name stands more than once; the last of them counts.

    Attributes:
        names: those that do.
    """

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counted = Counter(name for name, _ in pairs)
        self.names = tuple(name for name, times in counted.items() if times > 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else Twice(pairs)


def read(text: str) -> Any:
    """The value that ``text`` is.

    Raises:
        NoJson: it is none. ``NaN`` and ``Infinity`` are none.
    """
    try:
        return json.loads(
            text,
            parse_constant=_not_a_number,
            parse_int=_whole,
            parse_float=_fraction,
            object_pairs_hook=_object,
        )
    except _Constant as constant:
        at = text.find(str(constant))
        raise _told(text, f"Unrecognized token '{constant}': was expecting {_VALUES}", at) from None
    except _TooLarge as number:
        raise _told(text, str(number), text.find(number.digits)) from None
    except json.JSONDecodeError as error:
        raise _told(text, *_reason(text, error)) from None
    except RecursionError:
        raise NoJson("The text nests too deeply", 1, 1) from None


def write(value: Any) -> str:
    """As compact as AWS writes it."""
    return _written(value)


class _Constant(Exception):
    pass


def _not_a_number(name: str) -> NoReturn:
    raise _Constant(name)


class _TooLarge(Exception):
    def __init__(self, digits: str) -> None:
        shown = digits if len(digits) <= _SHOWN else f"{digits[:_SHOWN]}…"
        super().__init__(f"Numeric value ({shown}) out of range of double")
        self.digits = digits


def _whole(digits: str) -> int:
    if len(digits) > _SURELY_IN_RANGE:
        _fraction(digits)
    return int(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _TooLarge(digits)
    return number


def _reason(text: str, error: json.JSONDecodeError) -> tuple[str, int]:
    at = error.pos
    if at >= len(text):
        return "Unexpected end-of-input", at
    word = _WORD.match(text, at)
    if error.msg.startswith("Expecting property name"):
        expected = "was expecting double-quote to start field name"
    elif word and not word.group()[0].isdigit():
        return f"Unrecognized token '{word.group()}': was expecting {_VALUES}", word.end()
    else:
        expected = f"expected a valid value {_VALUES}"
    return f"Unexpected character ('{text[at]}' (code {ord(text[at])})): {expected}", at + 1


def _told(text: str, reason: str, at: int) -> NoJson:
    before = text[:at]
    return NoJson(reason, before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1)
