"""One object of a definition while it is read: its fields by kind, and the problems found on the way.

Every ``take…`` gives the field's value, or None where it is absent or wrong; what is wrong is noted with
its place. Which fields there are is each noun's own affair.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

from localaws.stepfunctions.evaluation import jsonata
from localaws.stepfunctions.language import expression, path_reader
from localaws.stepfunctions.language.expression import Expression, Jsonata, Template
from localaws.stepfunctions.language.path import Path
from localaws.stepfunctions.language.problem import Code, Problem
from localaws.stepfunctions.language.scanner import Unreadable

JSONPATH, JSONATA = "JSONPath", "JSONata"


class Node:
    """``members`` of the object at ``location``, a JSON pointer; ``language`` is the query language."""

    def __init__(
        self, members: dict[str, Any], location: str, language: str, problems: list[Problem]
    ) -> None:
        self.members, self.location, self.language = members, location, language
        self.problems = problems

    @property
    def in_jsonata(self) -> bool:
        return self.language == JSONATA

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def at(self, name: str) -> str:
        return f"{self.location.rstrip('/')}/{name}"

    def problem(self, message: str, name: str | None = None, code: Code = Code.SCHEMA) -> None:
        place = self.location if name is None else self.at(name)
        self.problems.append(Problem(message, place or "/", code))

    def require(self, *names: str) -> None:
        missing = [name for name in names if name not in self.members]
        if missing:
            self.problem(f"These fields are required: [{', '.join(missing)}]")

    def only(self, names: Iterable[str]) -> None:
        """Note every field that is none of ``names``."""
        allowed = set(names)
        for name in self.members:
            if name not in allowed:
                near = difflib.get_close_matches(name, allowed, n=1)
                hint = f" (did you mean '{near[0]}'?)" if near else ""
                self.problem(f"Field '{name}' is not supported{hint}", name)

    def exactly_one(self, *names: str) -> str | None:
        """The one of the fields that is there."""
        there = [name for name in names if name in self.members]
        if len(there) == 1:
            return there[0]
        what = "is required" if not there else "may be set"
        self.problem(f"Exactly one of these fields {what}: [{', '.join(names)}]")
        return None

    def take(self, name: str, kind: type, called: str, default: Any = None) -> Any:
        """A field that has to be of a JSON type."""
        found = self.members.get(name, default)
        if name not in self.members:
            return default
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            self.problem(f"Expected value of type {called}", name)
            return default
        return found

    def text(self, name: str) -> str | None:
        return self.take(name, str, "String")  # type: ignore[no-any-return]

    def flag(self, name: str) -> bool:
        return bool(self.take(name, bool, "Boolean", False))

    def array(self, name: str) -> list[Any]:
        return list(self.take(name, list, "Array", []))

    def whole(self, name: str, least: int, most: int) -> int | None:
        """An integer within bounds."""
        number = self.take(name, int, "Integer")
        if number is not None and not least <= number <= most:
            self.problem(f"Value must be an integer from {least} to {most}", name)
            return None
        return number  # type: ignore[no-any-return]

    def number(self, name: str, least: float, most: float) -> float | None:
        """A number within bounds."""
        found = self.members.get(name)
        if name not in self.members:
            return None
        if (
            isinstance(found, bool)
            or not isinstance(found, int | float)
            or not least <= found <= most
        ):
            self.problem(f"Value must be a number from {least:g} to {most:g}", name)
            return None
        return found

    def child(self, name: str) -> Node | None:
        """The object that a field is."""
        members = self.take(name, dict, "Object")
        return None if members is None else self._below(members, name)

    def children(self, name: str) -> Iterator[Node]:
        """The objects of an array."""
        for number, members in enumerate(self.array(name)):
            below = f"{name}[{number}]"
            if isinstance(members, dict):
                yield self._below(members, below)
            else:
                self.problem("Expected value of type Object", below)

    def _below(self, members: dict[str, Any], name: str) -> Node:
        return Node(members, self.at(name), self.language, self.problems)

    def path(self, name: str, reference: bool = False) -> Path | None:
        """A path; a Reference Path where only one node may be meant."""
        written = self.text(name)
        if written is None:
            return None
        try:
            found = path_reader.read(written)
        except Unreadable as why:
            self.problem(f"Value is not a valid JSONPath ({why})", name)
            return None
        if reference and not found.is_reference:
            self.problem("Value is not a Reference Path: it must name one node", name)
            return None
        return found

    def source(self, name: str) -> Expression | None:
        """A path or an intrinsic function (JSONPath)."""
        written = self.text(name)
        if written is None:
            return None
        try:
            return expression.jsonpath(written)
        except Unreadable as why:
            self.problem(f"Value is not a valid JSONPath or intrinsic function ({why})", name)
            return None

    def query(self, name: str) -> Jsonata | None:
        """A field that is JSONata, if it is: any other value is left to another ``take``."""
        written = self.members.get(name)
        if not (self.in_jsonata and expression.is_jsonata(written)):
            return None
        found = expression.jsonata(written)
        self._check_jsonata(found, name)
        return found

    def template(self, name: str) -> Template | None:
        """A value with expressions of this node's query language within."""
        if name not in self.members:
            return None
        written = self.members[name]

        def report(message: str, place: str) -> None:
            return self.problem(message, name + place)

        if not self.in_jsonata:
            return expression.jsonpath_template(written, report)
        found = expression.jsonata_template(written, name, report)
        for evaluated in expression.expressions(found):
            if isinstance(evaluated.expression, Jsonata):
                self._check_jsonata(evaluated.expression, evaluated.field)
        return found

    def _check_jsonata(self, found: Jsonata, name: str) -> None:
        why = jsonata.problem(found.text)
        if why is not None:
            self.problem(f"Value is not a valid JSONata expression ({why})", name)
