"""Reads paths from decoded strings: ``$.a['b'][0]``, ``$$.State.Name``, ``$name[?(@.price < 10)]``."""

from __future__ import annotations

import re
from functools import lru_cache

from localaws.stepfunctions.language import path_filter
from localaws.stepfunctions.language.path import (
    Descent,
    Filter,
    Function,
    Index,
    Member,
    Path,
    Root,
    Slice,
    Step,
    Wildcard,
)
from localaws.stepfunctions.language.scanner import Scanner

FUNCTIONS = frozenset(["length", "size", "keys", "min", "max", "avg", "sum", "stddev"])
_VARIABLE = r"[^\W\d]\w*"
_NAME = r"[^\s.\[\]()'\"*?@,]+"
# What nearly every path is: names and single indices, which need no scanner.
_PLAIN = re.compile(r"(\$\$?)((?:\.[a-z_]\w*|\[\d{1,9}\])*)", re.IGNORECASE)
_PLAIN_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_NAME_IN_FILTER = r"[^\s.\[\]()'\"*?@,=!<>~&|]+"


@lru_cache(maxsize=4096)
def read(text: str) -> Path:
    """The path that ``text`` is, whole.

    Raises:
        Unreadable: it is none.
    """
    if (plain := _PLAIN.fullmatch(text)) is not None:
        found = _PLAIN_STEP.findall(plain[2])
        steps = (Member((name,)) if name else Index((int(index),)) for name, index in found)
        return Path(text, Root(plain[1]), tuple(steps))
    scanner = Scanner(text)
    path = scan(scanner)
    if not scanner.done:
        raise scanner.problem("expected the end of the path")
    return path


def scan(scanner: Scanner, in_filter: bool = False) -> Path:
    """The path that the text goes on with; it ends where no further step follows.

    Raises:
        Unreadable: no path stands here.
    """
    start = scanner.at
    root: Root | str
    if in_filter and scanner.take("@"):
        root = Root.ITEM
    elif scanner.take("$$"):
        root = Root.CONTEXT
    elif scanner.take("$"):
        root = scanner.match(_VARIABLE) or Root.DATA
    else:
        raise scanner.problem("expected a path, which begins with $")
    steps: list[Step] = []
    while not (steps and isinstance(steps[-1], Function)):
        step = _step(scanner, steps, _NAME_IN_FILTER if in_filter else _NAME)
        if step is None:
            break
        steps.append(step)
    if steps and isinstance(steps[-1], Descent):
        raise scanner.problem("expected a name or an index after ..")
    return Path(scanner.text[start : scanner.at], root, tuple(steps))


def _step(scanner: Scanner, before: list[Step], name: str) -> Step | None:
    if scanner.peek() == "[":
        return _bracketed(scanner)
    if before and isinstance(before[-1], Descent):
        return _named(scanner, name)
    if scanner.take(".."):
        return Descent()
    if scanner.take("."):
        return _bracketed(scanner) if scanner.peek() == "[" else _named(scanner, name)
    return None


def _named(scanner: Scanner, pattern: str) -> Step:
    if scanner.take("*"):
        return Wildcard()
    name = scanner.match(pattern)
    if name is None:
        raise scanner.problem("expected a name")
    if scanner.peek() != "(":
        return Member((name,))
    if name not in FUNCTIONS:
        raise scanner.problem(f"there is no function {name}(); expected a name")
    scanner.expect("(")
    scanner.spaces()
    scanner.expect(")")
    return Function(name)


def _bracketed(scanner: Scanner) -> Step:
    scanner.expect("[")
    scanner.spaces()
    step: Step
    if scanner.take("*"):
        step = Wildcard()
    elif scanner.take("?"):
        scanner.spaces()
        scanner.expect("(")
        start = scanner.at
        condition = path_filter.scan(scanner, lambda: scan(scanner, in_filter=True))
        step = Filter(condition, scanner.text[start : scanner.at].strip())
        scanner.expect(")")
    elif scanner.peek() in ("'", '"'):
        names = [scanner.quoted()]
        while _comma(scanner):
            names.append(scanner.quoted())
        step = Member(tuple(names))
    else:
        step = _indices(scanner)
    scanner.spaces()
    scanner.expect("]")
    return step


def _comma(scanner: Scanner) -> bool:
    scanner.spaces()
    taken = scanner.take(",")
    scanner.spaces()
    return taken


def _indices(scanner: Scanner) -> Step:
    first = _number(scanner)
    scanner.spaces()
    if scanner.take(":"):
        scanner.spaces()
        return Slice(first, _number(scanner))
    if first is None:
        raise scanner.problem("expected an index, a slice, a quoted name, * or a filter")
    indices = [first]
    while _comma(scanner):
        number = _number(scanner)
        if number is None:
            raise scanner.problem("expected an index")
        indices.append(number)
    return Index(tuple(indices))


def _number(scanner: Scanner) -> int | None:
    found = scanner.match(r"-?\d{1,9}")
    return None if found is None else int(found)
