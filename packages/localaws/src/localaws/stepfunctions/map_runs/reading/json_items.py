"""Items of JSON texts: an array's elements, an object's members, a value a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.json_text import NoJson
from localaws.stepfunctions.map_runs.reading.item import Unreadable

NOT_ITERABLE = "Attempting to map over non-iterable node."
Keyed = tuple[str | None, Any]
"""A member's name, where it is one, and the value."""


def of_value(found: Any) -> Iterator[Keyed]:
    """The elements of an array, or the members of an object.

    Raises:
        Unreadable: at once, where it is neither.
    """
    if isinstance(found, list):
        return ((None, value) for value in found)
    if isinstance(found, dict):
        return iter(found.items())
    raise Unreadable(NOT_ITERABLE)


def of_text(text: str, pointer: str | None = None) -> Iterator[Keyed]:
    """The items of a JSON text; ``pointer`` (RFC 6901) says where in it they are.

    Raises:
        Unreadable: it is no JSON, or has no items there.
    """
    try:
        found = json_text.read(text)
    except NoJson as problem:
        raise Unreadable(f"The JSON file cannot be read: {_position(problem)}.") from None
    return of_value(found if not pointer else at(found, pointer))


def of_lines(lines: Iterable[str]) -> Iterator[Any]:
    """The value of each line that is not blank.

    Raises:
        Unreadable: while reading, at a line that is no JSON.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield json_text.read(line)
        except NoJson as problem:
            raise Unreadable(
                f"The JSON Lines file cannot be read: line {number}: {problem}."
            ) from None


def at(found: Any, pointer: str) -> Any:
    """What a JSON pointer leads to.

    Raises:
        Unreadable: nothing.
    """
    for step in pointer.removeprefix("/").split("/"):
        name = step.replace("~1", "/").replace("~0", "~")
        try:
            found = found[int(name)] if isinstance(found, list) else found[name]
        except (KeyError, IndexError, TypeError, ValueError):
            raise Unreadable(f"The ItemsPointer '{pointer}' leads nowhere.") from None
    return found


def _position(problem: NoJson) -> str:
    return f"{problem} at line {problem.line}, column {problem.column}"
