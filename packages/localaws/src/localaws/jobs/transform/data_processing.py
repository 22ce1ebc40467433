"""What DataProcessing makes of a record and of the response to it: filter, join, filter. Pure.

Developer guide, "Associate Prediction Results with Input Records"; API reference, DataProcessing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from localaws.jobs.transform import json_path
from localaws.jobs.transform.columns import QUOTE, Columns, columns
from localaws.jobs.transform.fields import NotCsv, fields, row
from localaws.jobs.transform.json_path import JsonPath, NothingThere

CSV, JSON, JSON_LINES = "text/csv", "application/json", "application/jsonlines"
_INPUT, _OUTPUT = "SageMakerInput", "SageMakerOutput"


class NotProcessable(Exception):
    """A record or a response cannot be filtered or joined. The message says why.

    ``index`` is that of the record in its request; None where it is the response as a whole.
    """

    def __init__(self, why: str, index: int | None = None) -> None:
        super().__init__(why)
        self.index = index


class Format(Protocol):
    """How records of a content type are read, joined and written."""

    def read(self, text: bytes) -> Any: ...

    def write(self, value: Any) -> bytes: ...

    def join(self, record: Any, response: Any) -> Any: ...

    def columns(self, path: JsonPath) -> Columns | None:
        """What a path takes of a record that need not be read for it."""

    def joined(self, records: Sequence[bytes], responses: Sequence[bytes]) -> list[bytes] | None:
        """Each record and its response in one, where that can be had without a look into them."""


class CsvFormat:
    """A row is an array of its fields."""

    def read(self, text: bytes) -> Any:
        return fields(text.decode())

    def write(self, value: Any) -> bytes:
        return row(value if isinstance(value, list) else [value]).encode()

    def join(self, record: Any, response: Any) -> Any:
        return [*record, *response]

    def columns(self, path: JsonPath) -> Columns | None:
        return columns(path)

    def joined(self, records: Sequence[bytes], responses: Sequence[bytes]) -> list[bytes] | None:
        lines = (record.rstrip(b"\r\n") for record in records)
        joined = [b",".join(both) for both in zip(lines, responses, strict=True)]
        return None if any(QUOTE in line for line in joined) else joined


class JsonFormat:
    """A record is one JSON value."""

    def read(self, text: bytes) -> Any:
        return json.loads(text)

    def write(self, value: Any) -> bytes:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        try:
            return text.encode()
        except UnicodeEncodeError:  # half of a pair, which JSON can only write as an escape
            return json.dumps(value, separators=(",", ":")).encode()

    def join(self, record: Any, response: Any) -> Any:
        if isinstance(record, dict):
            return record | {_OUTPUT: response}
        return {_INPUT: record, _OUTPUT: response}

    def columns(self, path: JsonPath) -> Columns | None:
        return None

    def joined(self, records: Sequence[bytes], responses: Sequence[bytes]) -> list[bytes] | None:
        return None


FORMATS: Mapping[str, Format] = {CSV: CsvFormat(), JSON: JsonFormat(), JSON_LINES: JsonFormat()}


def media_type(header: str) -> str:
    """A content type without its parameters, such as a charset."""
    return header.partition(";")[0].strip().lower()


@dataclass(frozen=True)
class DataProcessing:
    """The three steps; ``by_lines``: a request has a line for each record, and so has its response."""

    format: Format
    input_filter: JsonPath
    joins: bool
    output_filter: JsonPath
    by_lines: bool
    sends: Columns | None = None  # what the first filter takes, where a record need not be read
    keeps: Columns | None = None  # and what the last one takes

    @property
    def changes_output(self) -> bool:
        return self.joins or not self.output_filter.is_root

    def sent(self, record: bytes) -> bytes:
        """What the model gets of a record.

        Raises:
            NotProcessable: it is not of its content type, or lacks what the filter asks for.
        """
        if self.sends is not None and (taken := self.sends.of(record.rstrip(b"\r\n"))) is not None:
            return taken + b"\n"
        value = self._read(record, "it")
        return self._write(self._filtered(self.input_filter, "InputFilter", value))

    def stored(self, records: Sequence[bytes], response: bytes) -> bytes:
        """What is stored of the response to some records.

        Raises:
            NotProcessable: it does not have a line for each of them, or as ``sent``.
        """
        if len(records) == 1 or not self.by_lines:
            texts = [response.rstrip(b"\r\n")]
        else:
            texts = response.removesuffix(b"\n").split(b"\n")
        if len(texts) != len(records):
            raise NotProcessable(
                f"the response has {len(texts)} lines for {len(records)} records, so that they cannot "
                "be joined; BatchStrategy SingleRecord sends each by itself"
            )
        if self.by_lines and (quickly := self._stored_at_once(records, texts)) is not None:
            return quickly
        stored = []
        for index, (record, text) in enumerate(zip(records, texts, strict=True)):
            try:
                stored.append(self._stored(record, text))
            except NotProcessable as error:
                raise NotProcessable(str(error), index) from error
        return b"".join(stored)

    def _stored_at_once(self, records: Sequence[bytes], responses: Sequence[bytes]) -> bytes | None:
        """The same of all lines; None where they have to be looked at one by one."""
        ends = [response.rstrip(b"\r") for response in responses]
        lines = self.format.joined(records, ends) if self.joins else ends
        if lines is not None and not self.output_filter.is_root:
            lines = self.keeps.of_all(lines) if self.keeps is not None else None
        return None if lines is None else b"\n".join(lines) + b"\n"

    def _stored(self, record: bytes, response: bytes) -> bytes:
        value = self._read(response, "the response")
        if self.joins:
            value = self.format.join(self._read(record, "it"), value)
        return self._write(self._filtered(self.output_filter, "OutputFilter", value))

    def _read(self, text: bytes, what: str) -> Any:
        try:
            return self.format.read(text.rstrip(b"\r\n"))
        except NotCsv as error:
            raise NotProcessable(f"{what} is no CSV: {error}") from error
        except UnicodeDecodeError as error:
            raise NotProcessable(f"{what} is not UTF-8: {error}") from error
        except (ValueError, RecursionError) as error:
            raise NotProcessable(f"{what} is no JSON: {error}") from error

    def _write(self, value: Any) -> bytes:
        return self.format.write(value) + (b"\n" if self.by_lines else b"")

    def _filtered(self, path: JsonPath, member: str, value: Any) -> Any:
        try:
            return path.of(value)
        except NothingThere as error:
            raise NotProcessable(f"{member} {error}") from error


def asked_for(request: Mapping[str, Any]) -> DataProcessing | None:
    """What an accepted CreateTransformJob request asks for; None where it changes nothing."""
    asked, source = request.get("DataProcessing", {}), request["TransformInput"]
    input_filter = json_path.parse(asked.get("InputFilter", "$"))
    output_filter = json_path.parse(asked.get("OutputFilter", "$"))
    joins = asked.get("JoinSource", "None") == "Input"
    if input_filter.is_root and output_filter.is_root and not joins:
        return None
    format = FORMATS[media_type(source["ContentType"])]
    by_lines = source.get("SplitType", "None") == "Line"
    return DataProcessing(
        format,
        input_filter,
        joins,
        output_filter,
        by_lines,
        sends=format.columns(input_filter) if by_lines else None,
        keeps=format.columns(output_filter) if by_lines else None,
    )
