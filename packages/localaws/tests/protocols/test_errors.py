"""Refusals as botocore's parsers read them, in every protocol."""

from __future__ import annotations

from botocore.parsers import create_parser
from hypothesis import given
from hypothesis import strategies as st

from localaws.protocols import errors
from localaws.protocols.errors import WRITERS
from localaws.protocols.refusal import Refusal

PARSERS = {"s3": "rest-xml"}


@given(protocol=st.sampled_from(sorted(WRITERS)), message=st.text(min_size=1, max_size=40))
def test_a_client_reads_code_message_and_request_id(protocol: str, message: str) -> None:
    made = WRITERS[protocol](Refusal("Throttled", f"-{message}-", 400), "an-id")
    headers = {name.lower(): value for name, value in made.headers}
    parser = create_parser(PARSERS.get(protocol, protocol))
    read = parser.parse({"status_code": 400, "headers": headers, "body": made.body}, None)
    assert read["Error"]["Code"] == "Throttled"
    assert read["ResponseMetadata"]["RequestId"] == "an-id"
    if message.isprintable():
        assert read["Error"]["Message"] == f"-{message}-"


def test_a_head_gets_no_body() -> None:
    made = errors.written("rest-xml", Refusal("NoSuchKey", "no", 404), "id", "s3", bodiless=True)
    assert (made.status, made.body) == (404, b"")
    assert ("x-amz-request-id", "id") in made.headers
