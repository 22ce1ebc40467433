"""Reads what SageMaker has captured of an endpoint: JSON lines, an invocation each."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Message:
    """A request or a response, as bytes, with its content type as it was sent (empty: unknown)."""

    body: bytes
    content_type: str

    @property
    def kind(self) -> str:
        """The content type without its parameters."""
        return self.content_type.split(";")[0].strip().lower()


@dataclass(frozen=True)
class Exchange:
    """What was asked and what was answered; a part that was not captured is None."""

    request: Message | None
    response: Message | None
    seconds: float | None  # since 1970; None: the record does not say


@dataclass
class Captures:
    """The exchanges of a folder's files; ``broken`` counts lines that are no record of an invocation."""

    folder: Path
    broken: int = 0

    def exchanges(self, since: float = 0.0) -> Iterator[Exchange]:
        """Those from a moment on, file by file in the order of their names, which is that of time."""
        for path in sorted(self.folder.rglob("*.jsonl")):
            with path.open("rb") as file:
                for line in file:
                    if not line.strip():
                        continue
                    exchange = read(line)
                    if exchange is None:
                        self.broken += 1
                    elif exchange.seconds is None or exchange.seconds >= since:
                        yield exchange


def read(line: bytes) -> Exchange | None:
    """One record; None for what is none."""
    try:
        record = json.loads(line.decode("utf-8"))
        parts = record["captureData"]
        request = _message(parts.get("endpointInput"))
        response = _message(parts.get("endpointOutput"))
        moment = record.get("eventMetadata", {}).get("inferenceTime")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        return None
    return Exchange(request, response, _seconds(moment))


def _message(part: Any) -> Message | None:
    if part is None:
        return None
    data = part["data"]
    is_coded = part.get("encoding") == "BASE64"
    body = base64.b64decode(data, validate=True) if is_coded else data.encode("utf-8")
    return Message(body, str(part.get("observedContentType") or ""))


def _seconds(moment: Any) -> float | None:
    """Of "2026-11-26T20:31:37Z"."""
    try:
        read_as = datetime.strptime(str(moment)[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return None
    return read_as.replace(tzinfo=timezone.utc).timestamp()
