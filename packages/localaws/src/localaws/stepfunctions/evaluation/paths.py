"""What a path yields of a JSON value, by Jayway's rules, which AWS evaluates paths with.

A definite path yields its one value or fails; any other yields a list, which may be empty. Which value
a path starts from (data, context object, a variable) is ``scope``'s.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from typing import Any

from localaws.stepfunctions.evaluation import path_conditions
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


class NothingThere(LookupError):
    """A definite path leads nowhere. The message is Jayway's, as AWS passes it on."""


def value(path: Path, start: Any) -> Any:
    """What ``path`` yields, taken from ``start``, the value of its root.

    Raises:
        NothingThere: it is definite and leads nowhere, or applies a function to what has none.
    """
    if path.definite:
        return _one(path, start)
    functions = [step for step in path.steps if isinstance(step, Function)]
    steps = path.steps[: len(path.steps) - len(functions)]
    found = list(_many(steps, start, start))
    for function in functions:
        found = _applied(function, found, path)
    return found


def _one(path: Path, start: Any) -> Any:
    here, behind = start, _root(path)
    last = len(path.steps) - 1
    for at, step in enumerate(path.steps):
        if isinstance(step, Function):
            return _applied(step, here, path)
        if isinstance(step, Member):
            here = _member(step, here, behind, is_leaf=at == last)
        elif isinstance(step, Index):
            here = _item(step, here, behind, path)
        behind += str(step)
    return here


def _root(path: Path) -> str:
    return path.root.value if isinstance(path.root, Root) else f"${path.root}"


def _member(step: Member, here: Any, behind: str, is_leaf: bool) -> Any:
    if not isinstance(here, dict):
        raise NothingThere(
            f"Expected to find an object with property {step} in path {behind} but found "
            f"'{_java_name(here)}'. This is not a json object according to the JsonProvider: "
            "'com.jayway.jsonpath.spi.json.JsonSmartJsonProvider'."
        )
    if len(step.names) > 1:
        missing = next((name for name in step.names if name not in here), None)
        if missing is not None:
            raise NothingThere(f"Missing property in path {behind}['{missing}']")
        return {name: here[name] for name in step.names}
    if step.names[0] not in here:
        what = "No results for path: " if is_leaf else "Missing property in path "
        raise NothingThere(f"{what}{behind}{step}")
    return here[step.names[0]]


def _item(step: Index, here: Any, behind: str, path: Path) -> Any:
    if here is None:
        raise NothingThere(f"The path {behind} is null")
    if not isinstance(here, list):
        raise NothingThere(
            f"Filter: {step} can only be applied to arrays. Current context is: {here}"
        )
    number = step.indices[0]
    if not -len(here) <= number < len(here):
        raise NothingThere(f"No results for path: {path.normalised}")
    return here[number]


def _java_name(found: Any) -> str:
    names: dict[type, str] = {
        str: "java.lang.String",
        bool: "java.lang.Boolean",
        int: "java.lang.Integer",
        float: "java.lang.Double",
        list: "net.minidev.json.JSONArray",
    }
    return names.get(type(found), "null")


def _many(steps: tuple[Step, ...], here: Any, top: Any) -> Iterator[Any]:
    """Everything that the steps lead to from ``here``. ``top`` is what a filter's ``$`` means."""
    if not steps:
        yield here
        return
    step, rest = steps[0], steps[1:]
    for found in _taken(step, here, top):
        yield from _many(rest, found, top)


def _taken(step: Step, here: Any, top: Any) -> Iterator[Any]:
    match step:
        case Member(names):
            if isinstance(here, dict):
                yield from (here[name] for name in names if name in here)
        case Index(indices):
            if isinstance(here, list):
                yield from (here[n] for n in indices if -len(here) <= n < len(here))
        case Slice(start, stop):
            if isinstance(here, list):
                yield from here[start:stop]
        case Wildcard():
            yield from _children(here)
        case Descent():
            yield here
            for child in _children(here):
                yield from _taken(step, child, top)
        case Filter(condition):
            # Of an object, itself: Jayway asks it as it asks the elements of an array.
            for item in here if isinstance(here, list) else [here]:
                if path_conditions.holds(condition, item, top, value):
                    yield item


def _children(here: Any) -> list[Any]:
    if isinstance(here, dict):
        return list(here.values())
    return here if isinstance(here, list) else []


def _applied(function: Function, operand: Any, path: Path) -> Any:
    if function.name in ("length", "size"):
        return len(operand) if isinstance(operand, list | dict | str) else None
    if function.name == "keys":
        return list(operand) if isinstance(operand, dict) else None
    numbers = [n for n in operand if _is_number(n)] if isinstance(operand, list) else []
    if not numbers:
        raise NothingThere(
            f"Aggregation function attempted to calculate value using empty array: {path.text}"
        )
    return _AGGREGATES[function.name](numbers)


def _is_number(candidate: Any) -> bool:
    return isinstance(candidate, int | float) and not isinstance(candidate, bool)


_AGGREGATES: dict[str, Callable[[list[float]], float]] = {
    "min": lambda numbers: float(min(numbers)),
    "max": lambda numbers: float(max(numbers)),
    "avg": statistics.fmean,
    "sum": lambda numbers: float(sum(numbers)),
    "stddev": statistics.pstdev,
}
