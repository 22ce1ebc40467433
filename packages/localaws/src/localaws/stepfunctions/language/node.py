"""One object of a definition while it is read: its fields by kind, and the problems found on the way.

Every method that reads a field gives its value, or None where it is absent or wrong; what is wrong is
noted with its location, in AWS's words. Which fields there are is each noun's own affair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from localaws.stepfunctions.language import expression, path_reader, query
from localaws.stepfunctions.language.expression import Expression, Jsonata, Template
from localaws.stepfunctions.language.path import Path, Root
from localaws.stepfunctions.language.problem import Code, Problem
from localaws.stepfunctions.language.reading import JSONATA as JSONATA
from localaws.stepfunctions.language.reading import JSONPATH as JSONPATH
from localaws.stepfunctions.language.reading import Reading
from localaws.stepfunctions.language.scanner import Unreadable

_CLAUSE = re.compile(r"(?:Choices|Catch)\[\d+\]$")


class Node:
    """``members`` of the object at ``location``.

    Attributes:
        language: the query language that holds here.
        mixed: it may not hold here, which is said: nothing more is said of fields that are another's.
        express: what runs here ends within minutes, as EXPRESS does.
        catching: ``$states.errorOutput`` is there.
    """

    def __init__(
        self,
        members: dict[str, Any],
        location: str,
        reading: Reading,
        language: str,
        express: bool = False,
    ) -> None:
        self.members, self.location, self.reading = members, location, reading
        self.language, self.express = language, express
        self.mixed = self.catching = False

    @property
    def in_jsonata(self) -> bool:
        return self.language == JSONATA

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def at(self, name: str) -> str:
        return f"{self.location}/{name}"

    def problem(self, message: str, name: str | None = None, code: Code = Code.SCHEMA) -> None:
        location = self.location if name is None else self.at(name)
        self.reading.problems.append(Problem(message, location or "/", code))

    def require(self, *names: str) -> None:
        missing = [name for name in names if name not in self.members]
        if missing:
            self.problem(f"These fields are required: [{', '.join(missing)}]")

    def only(
        self, names: Iterable[str], jsonpath: Iterable[str] = (), jsonata: Iterable[str] = ()
    ) -> None:
        """Note every field but ``names`` and those that this query language has besides."""
        own, others = (jsonata, jsonpath) if self.in_jsonata else (jsonpath, jsonata)
        strange = self.members.keys() - {*names, *own}
        if not strange:
            return
        other = JSONPATH if self.in_jsonata else JSONATA
        elsewhere = set(others)
        for name in filter(strange.__contains__, self.members):
            if name not in elsewhere:
                self.problem(f"Field '{name}' is not supported")
            elif not self.mixed:
                self.problem(
                    f"The QueryLanguage is set to '{self.language}', but field '{name}' is only "
                    f"supported for the '{other}' QueryLanguage"
                )

    def exactly_one(self, *names: str) -> str | None:
        """The one of the fields that is there."""
        there = [name for name in names if name in self.members]
        if not there:
            self.problem(
                f"This object should have only one of the following fields: [{', '.join(names)}]"
            )
        return there[0] if there and self.one_at_most(*names) else None

    def one_at_most(self, *names: str) -> bool:
        """Whether no two of the fields are there; two are a problem."""
        if sum(name in self.members for name in names) < 2:
            return True
        self.problem(f"There should only be one of the following fields: [{', '.join(names)}]")
        return False

    def take(self, name: str, kind: type, called: str) -> Any:
        """A field that has to be of a JSON type."""
        found = self.members.get(name)
        if found is None and name not in self.members:
            return None
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            self.problem(f"Expected value of type {called}", name)
            return None
        return found

    def text(self, name: str) -> str | None:
        return self.take(name, str, "[STRING]")  # type: ignore[no-any-return]

    def flag(self, name: str) -> bool:
        return bool(self.take(name, bool, "[BOOLEAN]"))

    def array(self, name: str) -> list[Any]:
        return list(self.take(name, list, "[ARRAY]") or [])

    def filled(self, name: str) -> list[Any]:
        """An array that must not be empty."""
        items = self.array(name)
        if not items and self.members.get(name) == []:
            self.problem("Value cannot be empty", name)
        return items

    def one_of(self, name: str, *values: str) -> str | None:
        """A text that is one of the values."""
        written = self.text(name)
        if written is None or written in values:
            return written
        self.problem(f"Value should be one of the following: [{', '.join(values)}]", name)
        return None

    def whole(self, name: str, least: int, most: int | None = None) -> int | None:
        """An integer within bounds."""
        number = self.take(name, int, "Integer")
        return None if number is None else self._bounded(name, number, least, most)

    def number(self, name: str, least: float, most: float | None = None) -> float | None:
        """A number within bounds."""
        number = self.take(name, int | float, "Float")  # type: ignore[arg-type]
        if number is None:
            return None
        highest = None if most is None else float(most)
        found: float | None = self._bounded(name, number, float(least), highest)
        return found

    def _bounded(self, name: str, number: Any, least: float, most: float | None) -> Any:
        if number < least:
            return self.problem(f"Minimum value is {least}", name)
        if most is not None and number > most:
            return self.problem(f"Maximum value is {most}", name)
        return number

    def child(self, name: str) -> Node | None:
        """The object that a field is."""
        members = self.take(name, dict, "[OBJECT]")
        return None if members is None else self.below(members, name)

    def children(self, name: str) -> Iterator[Node]:
        """The objects of an array."""
        for number, members in enumerate(self.array(name)):
            location = f"{name}[{number}]"
            if isinstance(members, dict):
                yield self.below(members, location)
            else:
                self.problem("Expected value of type [OBJECT]", location)

    def below(self, members: dict[str, Any], name: str) -> Node:
        node = Node(members, self.at(name), self.reading, self.language, self.express)
        node.mixed, node.catching = self.mixed, self.catching
        return node

    def path(self, name: str) -> Path | None:
        """A path of any kind."""
        written = self.text(name)
        if written is None:
            return None
        try:
            return path_reader.read(written)
        except Unreadable:
            self.problem("Value must be a valid JSONPath.", name)
            return None

    def reference(self, name: str, context: bool = False) -> Path | None:
        """A Reference Path, which names one node; of the context object only where it may be."""
        written = self.text(name)
        if written is None:
            return None
        try:
            found = path_reader.read(written)
        except Unreadable:
            why = "" if written.startswith("$") else ": Reference path didn't start with '$'"
            self.problem(f"Value is not a Reference Path{why}", name)
            return None
        if not found.is_reference or (found.root is Root.CONTEXT and not context):
            self.problem("Value is not a Reference Path", name)
            return None
        return found

    def source(self, name: str) -> Expression | None:
        """A path or an intrinsic function (JSONPath)."""
        written = self.text(name)
        if written is None:
            return None
        try:
            return expression.jsonpath(written)
        except Unreadable:
            self.problem("Value must be a valid JSONPath or a valid intrinsic function call", name)
            return None

    def query(self, name: str) -> Jsonata | None:
        """A field that is JSONata, if it is: any other value is left to another method."""
        written = self.members.get(name)
        if not self.in_jsonata or not expression.claims_jsonata(written):
            return None
        found = expression.jsonata(str(written))
        if expression.is_jsonata(written):
            self._check_jsonata(found, name)
        else:
            self._unclosed(name)
        return found

    def template(self, name: str) -> Template | None:
        """A value with expressions of this node's query language within."""
        if name not in self.members:
            return None
        written = self.members[name]
        if not self.in_jsonata:
            return expression.jsonpath_template(
                written, lambda message, location: self.problem(message, name + location)
            )
        within = self._clause()
        found = expression.jsonata_template(
            written, within + name, lambda location: self._unclosed(location.removeprefix(within))
        )
        for evaluated in expression.expressions(found):
            if isinstance(evaluated.expression, Jsonata):
                self._check_jsonata(evaluated.expression, evaluated.field.removeprefix(within))
        return found

    def _clause(self) -> str:
        """``Choices[0]/`` or ``Catch[0]/`` of what belongs to a clause: how AWS calls its fields."""
        clause = _CLAUSE.search(self.location)
        return f"{clause[0]}/" if clause else ""

    def _unclosed(self, location: str) -> None:
        self.problem("JSONata string must start with {% and end with %}", location)

    def _check_jsonata(self, found: Jsonata, location: str) -> None:
        analysis = query.analysed(found.text)
        if analysis.error is not None:
            self.problem(analysis.error, location, Code.INVALID_JSONATA)
        for name in analysis.out_of_context:
            if name == query.ERROR_OUTPUT:
                if not self.catching:
                    self.problem(
                        f"Field '{name}' does not exist.", location, Code.UNSUPPORTED_JSONATA
                    )
                continue
            where = "" if name == query.ROOT else " at the top level"
            self.problem(
                f"Reference to '{name}'{where} is not supported.",
                location,
                Code.UNSUPPORTED_JSONATA,
            )
