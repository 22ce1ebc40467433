"""A task's arguments as the parameters of an API: JSON, made into what the model's shapes say.

As Step Functions does: null is no value, an object where the API takes text is sent as JSON
(``MessageBody``, ``Input``, ``Detail``), and a text that says a number is one where a number is wanted.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from localaws.stepfunctions.evaluation.failure import RUNTIME
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.tasks.dialect import Dialect
from localaws.stepfunctions.tasks.task import TaskFailure


class BadArguments(Exception):
    """Arguments that the API cannot be asked with; ``problems`` has a sentence for each of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def parameters(shape: Shape | None, arguments: Any, dialect: Dialect, state: str) -> dict[str, Any]:
    """The parameters of a request.

    Raises:
        TaskFailure: the service cannot be asked so.
    """
    try:
        return converted(shape, arguments, dialect)
    except BadArguments as error:
        raise TaskFailure(
            RUNTIME,
            f"An error occurred while executing the state '{state}'. The Parameters "
            f"'{json_text.write(arguments)}' could not be used to start the Task: "
            f"[{', '.join(error.problems)}]",
        ) from None


def converted(shape: Shape | None, arguments: Any, dialect: Dialect) -> dict[str, Any]:
    """The same, raising BadArguments."""
    problems: list[str] = []
    if not isinstance(arguments, dict):
        raise BadArguments(["The arguments must be an object"])
    made: dict[str, Any] = {}
    if isinstance(shape, StructureShape):
        made = _Conversion(dialect, problems).structure(shape, arguments)
    else:
        problems += [_unsupported(name) for name in arguments]
    if problems:
        raise BadArguments(problems)
    return made


def _unsupported(field: str) -> str:
    return f'The field "{field}" is not supported by Step Functions'


class _Conversion:
    def __init__(self, dialect: Dialect, problems: list[str]) -> None:
        self._dialect = dialect
        self._problems = problems

    def structure(self, shape: StructureShape, value: Mapping[str, Any]) -> dict[str, Any]:
        names = self._dialect.members(shape)
        made = {}
        for field, given in value.items():
            if field not in names:
                self._problems.append(_unsupported(field))
            elif given is not None:
                made[names[field]] = self._value(shape.members[names[field]], given, field)
        return made

    def _value(self, shape: Shape, value: Any, field: str) -> Any:
        if getattr(shape, "is_document_type", False) or shape.serialization.get("jsonvalue"):
            return value
        if isinstance(shape, StructureShape):
            return self._checked(value, dict, field, "an object", self._structure_of(shape))
        if isinstance(shape, ListShape):
            return self._checked(value, list, field, "an array", self._items_of(shape, field))
        if isinstance(shape, MapShape):
            return self._checked(value, dict, field, "an object", self._entries_of(shape))
        try:
            return self._scalar(shape.type_name, value)
        except ValueError as error:
            return self._wrong(field, str(error))

    def _checked(
        self, value: Any, kind: type, field: str, words: str, convert: Callable[[Any], Any]
    ) -> Any:
        return convert(value) if isinstance(value, kind) else self._wrong(field, words)

    def _structure_of(self, shape: StructureShape) -> Callable[[Any], Any]:
        return lambda value: self.structure(shape, value)

    def _items_of(self, shape: ListShape, field: str) -> Callable[[Any], Any]:
        return lambda value: [self._value(shape.member, item, field) for item in value]

    def _entries_of(self, shape: MapShape) -> Callable[[Any], Any]:
        return lambda value: {
            key: self._value(shape.value, item, key) for key, item in value.items()
        }

    def _scalar(self, kind: str, value: Any) -> Any:
        match kind:
            case "string" | "character":
                return value if isinstance(value, str) else json_text.write(value)
            case "integer" | "long":
                return _whole(value)
            case "float" | "double":
                return _number(value)
            case "boolean":
                return _truth(value)
            case "timestamp":
                return self._moment(value)
            case "blob":
                return self._bytes(value)
        raise ValueError(f"of a type that is known, and {kind} is none")

    def _moment(self, value: Any) -> datetime:
        if isinstance(value, str) and not _is_number(value):
            try:
                read = datetime.fromisoformat(value)
            except ValueError:
                raise ValueError("a timestamp") from None
            return read if read.tzinfo else read.replace(tzinfo=UTC)
        seconds = _number(value) / (1000 if self._dialect is Dialect.OPTIMISED else 1)
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (OverflowError, OSError, ValueError):
            raise ValueError("a timestamp") from None

    def _bytes(self, value: Any) -> bytes:
        """Version 1 takes bytes in base64; version 2 takes JSON, as which a text has its quotes."""
        if self._dialect is Dialect.OPTIMISED and isinstance(value, str):
            try:
                return base64.b64decode(value, validate=True)
            except (binascii.Error, ValueError):
                raise ValueError("text in base64") from None
        return json_text.write(value).encode()

    def _wrong(self, field: str, words: str) -> None:
        self._problems.append(f"The value for the field '{field}' must be {words}")


def _whole(value: Any) -> int:
    if isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)  # a long may have more digits than a float
    number = _number(value, "an integer")
    if number != int(number):
        raise ValueError("an integer")
    return int(number)


def _number(value: Any, words: str = "a number") -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _is_number(value):
        return float(value)
    raise ValueError(words)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise ValueError("a boolean")
