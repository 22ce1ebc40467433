"""What a path yields of a JSON value, by the rules of Jayway's JsonPath, which AWS evaluates paths with.

A definite path yields its one value or fails; any other yields a list, which is empty also where its
definite beginning leads nowhere: AWS does not pass on that failure of Jayway's (recorded of ``$.a.b[*]``
on ``{}``). Some rules are Jayway's own: ``[1:-1]`` is empty where ``[-1:]`` and ``[:-1]`` count from the
end, and a name that several elements lack is skipped. Which value a path starts from (data, context
object, a variable) is ``scope``'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from localaws.stepfunctions.evaluation import java_text, path_conditions, path_functions
from localaws.stepfunctions.language.path import (
    Descent,
    Filter,
    Function,
    Index,
    Member,
    Path,
    Root,
    Slice,
    Wildcard,
)


class NothingThere(LookupError):
    """A definite path leads nowhere. The message is Jayway's, as AWS passes it on."""


class NotApplicable(NothingThere):
    """A step is for arrays or objects and there is something else. AWS passes Jayway's message on alone."""


def value(path: Path, start: Any) -> Any:
    """What ``path`` yields, taken from ``start``, the value of its root.

    Raises:
        NothingThere: it is definite and leads nowhere, or applies a function to what has none.
    """
    walk = _Walk(path, start)
    if path.definite:
        found = list(walk.on(0, start, True))
        if not found:
            raise NothingThere(f"No results for path: {path.normalised}")
        return found[-1]
    last = path.steps[-1]
    if isinstance(last, Function) and any(isinstance(step, Descent) for step in path.steps):
        everything = list(walk.until_function(start))
        return walk.applied(last, everything)
    try:
        return list(walk.on(0, start, True))
    except NothingThere:
        return []


def first_missing(path: Path, start: Any) -> str:
    """The first step of a Reference Path that leads nowhere: a name, or an index."""
    for at, step in enumerate(path.steps, 1):
        try:
            value(replace(path, steps=path.steps[:at]), start)
        except NothingThere:
            return step.names[0] if isinstance(step, Member) else str(step).strip("[]")
    return ""


class _Walk:
    """One evaluation of ``path``; ``top`` is what a filter's ``$`` means."""

    def __init__(self, path: Path, top: Any) -> None:
        self.path, self.steps, self.top = path, path.steps, top

    def until_function(self, start: Any) -> Iterator[Any]:
        self.steps = self.steps[:-1]
        return self.on(0, start, True)

    def on(self, at: int, here: Any, definite: bool) -> Iterator[Any]:
        """All that the steps from ``at`` lead to; ``definite`` if those before named one node."""
        if at == len(self.steps):
            yield here
            return
        match self.steps[at]:
            case Member(names):
                yield from self._member(at, names, here, definite)
            case Index(indices):
                if self._is_array(at, here, definite):
                    for n in indices:
                        if -len(here) <= n < len(here):
                            yield from self.on(at + 1, here[n], definite and len(indices) == 1)
            case Slice(start, stop):
                if self._is_array(at, here, definite):
                    for n in _sliced(start, stop, len(here)):
                        yield from self.on(at + 1, here[n], False)
            case Wildcard():
                for child in _children(here):
                    yield from self.on(at + 1, child, False)
            case Descent():
                yield from self._descend(at + 1, here)
            case Filter() as step:
                yield from self._filter(at, step, here, definite)
            case Function() as function:
                yield self.applied(function, here)

    def _member(self, at: int, names: tuple[str, ...], here: Any, definite: bool) -> Iterator[Any]:
        if not isinstance(here, dict):
            if definite:
                raise NothingThere(
                    f"Expected to find an object with property {self.steps[at]} in path "
                    f"{self._behind(at)} but found '{java_text.class_name(here)}'. This is not a json "
                    "object according to the JsonProvider: "
                    "'com.jayway.jsonpath.spi.json.JsonSmartJsonProvider'."
                )
            return
        is_last = at == len(self.steps) - 1
        if len(names) > 1 and is_last:
            yield {name: here[name] for name in names if name in here}
            return
        one = definite and len(names) == 1
        for name in names:
            if name in here:
                yield from self.on(at + 1, here[name], one)
            elif one and not is_last:
                raise NothingThere(f"Missing property in path {self._behind(at + 1)}")

    def _is_array(self, at: int, here: Any, definite: bool) -> bool:
        if isinstance(here, list):
            return True
        if not definite:
            return False
        if here is None:
            raise NothingThere(f"The path {self._behind(at)} is null")
        raise NotApplicable(
            f"Filter: {self.steps[at]} can only be applied to arrays. "
            f"Current context is: {java_text.write(here)}"
        )

    def _filter(self, at: int, step: Filter, here: Any, definite: bool) -> Iterator[Any]:
        if isinstance(here, list):
            for item in here:
                if self._holds(step, item):
                    yield from self.on(at + 1, item, False)
        elif isinstance(here, dict):  # Jayway asks an object as it asks the elements of an array
            if self._holds(step, here):
                yield from self.on(at + 1, here, False)
        elif definite:
            raise NotApplicable(
                f"Filter: [?] can not be applied to primitives. "
                f"Current context is: {java_text.write(here)}"
            )

    def _holds(self, step: Filter, item: Any) -> bool:
        return path_conditions.holds(step.condition, item, self.top, value)

    def _descend(self, at: int, here: Any) -> Iterator[Any]:
        """The step at ``at`` from every object and array, the outer ones first."""
        step, is_last = self.steps[at], at == len(self.steps) - 1
        for node in _nodes(here):
            if isinstance(step, Filter) and not self._holds(step, node):
                continue
            if isinstance(node, dict):
                if not isinstance(step, Index | Slice):
                    yield from self.on(at, node, False)
            elif is_last and not isinstance(step, Member):
                yield from self.on(at, node, False)
            elif not isinstance(step, Member):
                # Jayway goes on from every element, whichever the step names.
                for item in node:
                    yield from self.on(at + 1, item, False)

    def applied(self, function: Function, operand: Any) -> Any:
        try:
            return path_functions.value(function.name, operand)
        except path_functions.Empty as none:
            raise NothingThere(str(none)) from None

    def _behind(self, at: int) -> str:
        root = self.path.root
        start = root.value if isinstance(root, Root) else f"${root}"
        return start + "".join(map(str, self.path.steps[:at]))


def _sliced(start: int | None, stop: int | None, length: int) -> range:
    """The indices, negative ones as they stand: only a bound alone is counted from the end."""
    if start is None:
        return range(min(length, _from_end(stop, length) if stop is not None else length))
    if stop is None:
        return range(max(0, _from_end(start, length)), length)
    return range(max(start, -length), min(stop, length))


def _from_end(index: int, length: int) -> int:
    return index + length if index < 0 else index


def _children(here: Any) -> list[Any]:
    if isinstance(here, dict):
        return list(here.values())
    return here if isinstance(here, list) else []


def _nodes(start: Any) -> Iterator[Any]:
    """Every object and array from ``start`` down, each before what it holds."""
    ahead = [start]
    while ahead:
        node = ahead.pop()
        if isinstance(node, dict | list):
            yield node
            ahead.extend(reversed(_children(node)))
