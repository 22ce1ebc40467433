"""The line of a captured invocation."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from localaws.hosting.capture.record import Invoked, key, line
from localaws.hosting.capture.settings import CaptureSettings, settings

MOMENT = datetime(2024, 1, 2, 3, 4, 5, 678_999, tzinfo=UTC)


def both(**members: Any) -> CaptureSettings:
    asked = {
        "InitialSamplingPercentage": 100,
        "DestinationS3Uri": "s3://b",
        "CaptureOptions": [{"CaptureMode": "InputAndOutput"}],
        "CaptureContentTypeHeader": {
            "CsvContentTypes": ["text/csv"],
            "JsonContentTypes": ["application/json"],
        },
    } | members
    found = settings({"DataCaptureConfig": asked})
    assert found is not None
    return found


def test_it_is_written_as_aws_does() -> None:
    invoked = Invoked(
        "e", MOMENT, b"1,2", "text/csv", b'{"p":0.3}', "application/json", inference="req-7"
    )
    assert line(both(), invoked) == (
        '{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT","data":"1,2",'
        '"encoding":"CSV"},"endpointOutput":{"observedContentType":"application/json","mode":"OUTPUT",'
        '"data":"{\\"p\\":0.3}","encoding":"JSON"}},"eventMetadata":{"eventId":"e","inferenceId":"req-7",'
        '"inferenceTime":"2024-01-02T03:04:05Z"},"eventVersion":"0"}'
    )


def test_custom_attributes_are_a_list_and_a_side_that_is_not_captured_is_absent() -> None:
    only_output = both(CaptureOptions=[{"CaptureMode": "Output"}])
    invoked = Invoked("e", MOMENT, b"1", "text/csv", b"2", "text/csv", attributes="trace=1")
    record = json.loads(line(only_output, invoked))
    assert list(record["captureData"]) == ["endpointOutput"]
    assert record["eventMetadata"]["customAttributes"] == ["trace=1"]


def test_what_is_no_text_is_in_base64_whatever_it_is_called() -> None:
    record = json.loads(line(both(), Invoked("e", MOMENT, b"\xff", "text/csv", b"", None)))
    sent, received = record["captureData"].values()
    assert (sent["encoding"], sent["data"]) == ("BASE64", "/w==")
    assert received == {"mode": "OUTPUT", "data": "", "encoding": "BASE64"}


@given(st.binary(), st.sampled_from(["text/csv", "application/json", "application/x-npy"]))
def test_every_body_can_be_read_back_from_one_line(body: bytes, content_type: str) -> None:
    said = line(both(), Invoked("e", MOMENT, body, content_type, body, content_type))
    assert "\n" not in said
    for side in json.loads(said)["captureData"].values():
        data = side["data"]
        plain = base64.b64decode(data) if side["encoding"] == "BASE64" else data.encode()
        assert plain == body


def test_the_key_tells_the_moment_of_the_first_record() -> None:
    assert key("p/q/", "e", "v", MOMENT, "id") == "p/q/e/v/2024/01/02/03/04-05-678-id.jsonl"
    assert key("", "e", "v", MOMENT, "id") == "e/v/2024/01/02/03/04-05-678-id.jsonl"
