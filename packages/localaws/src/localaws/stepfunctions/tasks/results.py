"""A service's response as a task's result: what botocore read, made into JSON by the model's shapes.

A value whose type nobody knows is a fault, never a text that happens to stand for it.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape
from botocore.response import StreamingBody

from localaws.stepfunctions.evaluation.failure import DATA_LIMIT, LARGEST, too_large
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.tasks.dialect import Dialect
from localaws.stepfunctions.tasks.task import TASK_FAILED, TaskFailure


def result(shape: Shape | None, response: dict[str, Any], dialect: Dialect, state: str) -> Any:
    """The response as JSON.

    Raises:
        TaskFailure: it is larger than a payload may be, or holds bytes that are no text.
    """
    if not isinstance(shape, StructureShape):
        return {}
    return _Conversion(dialect, state).structure(shape, response)


class _Conversion:
    def __init__(self, dialect: Dialect, state: str) -> None:
        self._dialect = dialect
        self._state = state

    def structure(self, shape: StructureShape, response: dict[str, Any]) -> dict[str, Any]:
        return {
            self._dialect.spelt(name): self._value(shape.members[name], value, name)
            for name, value in response.items()
            if name in shape.members and value is not None
        }

    def _value(self, shape: Shape, value: Any, name: str) -> Any:
        if getattr(shape, "is_document_type", False) or shape.serialization.get("jsonvalue"):
            return value
        if isinstance(shape, StructureShape) and isinstance(value, dict):
            return self.structure(shape, value)
        if isinstance(shape, ListShape) and isinstance(value, list | tuple):
            return [self._value(shape.member, item, name) for item in value]
        if isinstance(shape, MapShape) and isinstance(value, dict):
            return {key: self._value(shape.value, item, key) for key, item in value.items()}
        if isinstance(value, datetime):
            return self._moment(value)
        if isinstance(value, bytes | bytearray | StreamingBody):
            return self._text(value, name)
        if shape.type_name in ("string", "character") and isinstance(value, dict | list):
            return json_text.write(value)  # botocore reads policies
        if isinstance(value, str | int | float):
            return value
        raise TypeError(f"{name} of the response is a {type(value).__name__}, which is no JSON")

    def _moment(self, value: datetime) -> Any:
        moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        if self._dialect is Dialect.OPTIMISED:
            return round(moment.timestamp() * 1000)
        return iso(moment)

    def _text(self, value: Any, name: str) -> str:
        content = value
        if isinstance(value, StreamingBody):
            content = value.read(LARGEST + 1)  # more cannot fit, however it is written
            value.close()
        if len(content) > LARGEST:
            raise TaskFailure(DATA_LIMIT, too_large(self._state))
        if self._dialect is Dialect.OPTIMISED:
            return base64.b64encode(content).decode()
        try:
            return bytes(content).decode()
        except UnicodeDecodeError:
            raise TaskFailure(
                TASK_FAILED, f"The response's {name} is no text in UTF-8, and a result is JSON."
            ) from None


def iso(moment: datetime) -> str:
    """A moment in UTC as the SDK for Java 2 writes it: with no more of a second than there is."""
    written = moment.strftime("%Y-%m-%dT%H:%M:%S")
    if moment.microsecond % 1000:
        return f"{written}.{moment.microsecond:06d}Z"
    if moment.microsecond:
        return f"{written}.{moment.microsecond // 1000:03d}Z"
    return f"{written}Z"
