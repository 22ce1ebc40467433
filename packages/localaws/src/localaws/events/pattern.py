"""Event patterns: read, checked and matched as EventBridge's documentation has it. Pure.

An object in a list of the event has to pass all that the pattern says of it; what a leaf has to pass is in
``pattern_operators``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from localaws.events.pattern_operators import BadPattern, Number, Test, operator, same


class Pattern:
    """An event pattern.

    Raises:
        BadPattern: the text is none.
    """

    def __init__(self, text: str) -> None:
        tree = _load(text)
        if not isinstance(tree, dict):
            raise BadPattern("Filter is not an object")
        self._matches = _node(tree)

    def matches(self, event: str) -> bool:
        """Whether an event matches, which is JSON text."""
        return self._matches(_load(event))


def compiled(text: str) -> Callable[[str], bool]:
    """The test of a pattern, for those who know neither it nor its errors.

    Raises:
        ValueError: the text is no pattern.
    """
    try:
        return Pattern(text).matches
    except BadPattern as error:
        raise ValueError(str(error)) from error


def _load(text: str) -> Any:
    try:
        return json.loads(text, parse_int=Number, parse_float=Number, parse_constant=_refuse)
    except ValueError as error:
        raise BadPattern("Invalid JSON") from error
    except RecursionError as error:
        raise BadPattern("too many levels") from error


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _node(tree: dict[str, Any]) -> Test:
    """A test of an object, or of a list of which one object has to pass it whole."""
    if not tree:
        raise BadPattern("Empty objects are not allowed")
    parts = [_member(name, value) for name, value in tree.items()]

    def matches(found: Any) -> bool:
        if isinstance(found, list) and found:
            return any(matches(each) for each in found)
        members = found if isinstance(found, dict) else {}
        return all(part(members) for part in parts)

    return matches


def _member(name: str, value: Any) -> Test:
    if name == "$or" and isinstance(value, list):
        if not value or not all(isinstance(each, dict) for each in value):
            raise BadPattern("$or must be an array of objects")
        branches = [_node(each) for each in value]
        return lambda members: any(branch(members) for branch in branches)
    if isinstance(value, dict):
        inner = _node(value)
        return lambda members: inner(members.get(name))
    if not isinstance(value, list):
        raise BadPattern(f'"{name}" must be an object or an array')
    if not value:
        raise BadPattern("Empty arrays are not allowed")
    tests = [_leaf(each) for each in value]
    return lambda members: any(test(_values(members.get(name, []))) for test in tests)


def _values(found: Any) -> list[Any]:
    """What there is at a leaf: nothing where the event has an object or nothing."""
    if isinstance(found, list):
        return [value for each in found for value in _values(each)]
    return [] if isinstance(found, dict) else [found]


def _leaf(given: Any) -> Test:
    """A test of all that an event has in one place."""
    if isinstance(given, dict):
        if len(given) != 1:
            raise BadPattern("Only one key allowed in match expression")
        ((kind, argument),) = given.items()
        if kind == "exists":
            if not isinstance(argument, bool):
                raise BadPattern("exists match pattern must be either true or false.")
            return lambda values: bool(values) == argument
        test = operator(kind, argument)
        return lambda values: any(test(value) for value in values)
    if isinstance(given, list):
        raise BadPattern("Match value must be String, number, true, false, or null")
    return lambda values: any(same(value, given) for value in values)
