"""Intrinsic functions as they are written: ``States.Format('{} of {}', $.n, States.ArrayLength($.all))``.

What each does is ``evaluation.intrinsics``'. The number of arguments is checked here, so that a wrong
definition is refused when it is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from localaws.stepfunctions.language import json_text, path_reader
from localaws.stepfunctions.language.path import Path
from localaws.stepfunctions.language.scanner import Scanner, Unreadable

_MANY = 10_000

ARGUMENTS = {
    "States.Array": (0, _MANY),
    "States.ArrayPartition": (2, 2),
    "States.ArrayContains": (2, 2),
    "States.ArrayRange": (3, 3),
    "States.ArrayGetItem": (2, 2),
    "States.ArrayLength": (1, 1),
    "States.ArrayUnique": (1, 1),
    "States.Base64Encode": (1, 1),
    "States.Base64Decode": (1, 1),
    "States.Hash": (2, 2),
    "States.JsonMerge": (3, 3),
    "States.StringToJson": (1, 1),
    "States.JsonToString": (1, 1),
    "States.MathRandom": (2, 3),
    "States.MathAdd": (2, 2),
    "States.StringSplit": (2, 2),
    "States.UUID": (0, 0),
    "States.Format": (1, _MANY),
}
"""By name, how many arguments it takes, from and to."""

_DEEPEST = 10  # nested functions; AWS's own limit


@dataclass(frozen=True)
class Constant:
    """A number, true, false or null."""

    value: object


@dataclass(frozen=True)
class Text:
    """A string as it stands between its quotes, escapes and all: States.Format tells them apart."""

    raw: str


@dataclass(frozen=True)
class Call:
    """A function and its arguments. ``text`` is how it was written."""

    text: str
    function: str
    arguments: tuple[Argument, ...]


Argument = Call | Path | Text | Constant


@lru_cache(maxsize=4096)
def read(text: str) -> Call:
    """The function call that ``text`` is, whole.

    Raises:
        Unreadable: it is none, or there is no such function, or it takes other arguments.
    """
    scanner = Scanner(text)
    scanner.spaces()
    call = _call(scanner, 1)
    scanner.spaces()
    if not scanner.done:
        raise scanner.problem("expected the end of the intrinsic function")
    return call


def _call(scanner: Scanner, depth: int) -> Call:
    start = scanner.at
    name = scanner.match(r"States\.\w+")
    if name is None or name not in ARGUMENTS:
        scanner.at = start
        raise scanner.problem("expected an intrinsic function, such as States.Format")
    if depth > _DEEPEST:
        raise scanner.problem(f"intrinsic functions nest {_DEEPEST} deep at most")
    scanner.spaces()
    scanner.expect("(")
    arguments: list[Argument] = []
    scanner.spaces()
    while not scanner.take(")"):
        if arguments:
            scanner.expect(",")
            scanner.spaces()
        arguments.append(_argument(scanner, depth))
        scanner.spaces()
    least, most = ARGUMENTS[name]
    if not least <= len(arguments) <= most:
        takes = (
            f"{least}"
            if least == most
            else f"{least} or more"
            if most == _MANY
            else f"{least} to {most}"
        )
        raise Unreadable(f"{name} takes {takes} arguments, and was given {len(arguments)}")
    return Call(scanner.text[start : scanner.at], name, tuple(arguments))


def _argument(scanner: Scanner, depth: int) -> Argument:
    head = scanner.peek()
    if head == "$":
        return path_reader.scan(scanner)
    if head == "'":
        return _text(scanner)
    if scanner.peek(7) == "States.":
        return _call(scanner, depth + 1)
    number = scanner.match(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
    word = number if number is not None else scanner.match(r"(true|false|null)\b")
    if word is None:
        raise scanner.problem(
            "expected an argument: a path, a string in ', a number, or a function"
        )
    try:
        return Constant(json_text.read(word))
    except json_text.NoJson as error:
        raise scanner.problem(str(error)) from None


def _text(scanner: Scanner) -> Text:
    raw = scanner.match(r"'(?:[^'\\]|\\.)*'")
    if raw is None:
        raise scanner.problem("the string does not end")
    return Text(raw[1:-1])
