"""Records of invocations, as SageMaker writes them; what is none is counted and passed over."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from monitoring.captures import Captures, Exchange, Message, read


def record(body: str, answer: str, moment: str = "2026-11-26T20:00:00Z", **others: Any) -> bytes:
    data = {
        "endpointInput": {"observedContentType": "text/csv", "mode": "INPUT", "data": body, "encoding": "CSV"},
        "endpointOutput": {"observedContentType": "text/csv; charset=utf-8", "mode": "OUTPUT", "data": answer, "encoding": "CSV"},
    }  # fmt: skip
    about = {"eventId": "1", "inferenceTime": moment}
    return json.dumps({"captureData": data | others, "eventMetadata": about}).encode()


def test_a_record_is_what_was_asked_and_answered() -> None:
    assert read(record("1,2", "yes")) == Exchange(
        Message(b"1,2", "text/csv"), Message(b"yes", "text/csv; charset=utf-8"), 1795723200.0
    )


def test_bytes_come_as_base64() -> None:
    data = base64.b64encode(b"\x00\xff").decode()
    found = read(record("", "yes", endpointInput={"data": data, "encoding": "BASE64"}))
    assert found is not None
    assert found.request == Message(b"\x00\xff", "")


def test_a_part_that_was_not_captured_is_none() -> None:
    found = read(b'{"captureData": {"endpointInput": {"data": "1", "encoding": "CSV"}}}')
    assert found == Exchange(Message(b"1", ""), None, None)


@given(st.binary())
def test_whatever_is_no_record_is_none(line: bytes) -> None:
    assert read(line) is None


def test_files_are_read_in_their_order_from_a_moment_on(tmp_path: Path) -> None:
    for hour, moment in (("20", "2026-11-26T20:00:00Z"), ("19", "2026-11-26T19:59:59Z")):
        folder = tmp_path / "2026" / "11" / "26" / hour
        folder.mkdir(parents=True)
        (folder / "a.jsonl").write_bytes(record(hour, "yes", moment) + b"\nbroken\n\n")
    captures = Captures(tmp_path)
    every = [one.request.body for one in captures.exchanges() if one.request]
    assert every == [b"19", b"20"]
    assert captures.broken == 2
    assert [one.request.body for one in captures.exchanges(1795723200.0) if one.request] == [b"20"]
