"""What of a provider's response counts, and what is said of one that does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.cloudformation.custom_resources.request import Request
from localaws.cloudformation.custom_resources.response import Response, read

REQUEST = Request("Create", "r", "arn:s", "C", "Custom::Thing", {})
GOOD = {
    "Status": "SUCCESS",
    "PhysicalResourceId": "p",
    "StackId": "arn:s",
    "RequestId": "r",
    "LogicalResourceId": "C",
}


def response(**said: Any) -> Response:
    return read(json.dumps({**GOOD, **said}).encode(), REQUEST)


def test_success_has_an_id_and_data() -> None:
    assert response(Data={"A": [1]}, NoEcho=True) == Response("p", None, {"A": [1]}, hides=True)
    assert response(Data=None) == Response("p")


def test_failed_has_a_reason() -> None:
    found = response(Status="FAILED", Reason="no")
    assert found == Response(
        "p",
        "Received response status [FAILED] from custom resource. Message returned: no (RequestId: r)",
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"Status": "success"}, 'Status must be SUCCESS or FAILED, and is "success"'),
        ({"Status": "FAILED"}, "FAILED needs a Reason"),
        ({"StackId": "arn:t"}, "StackId is not that of the request"),
        ({"RequestId": None}, "RequestId is not that"),
        ({"LogicalResourceId": "D"}, "LogicalResourceId is not that"),
        ({"PhysicalResourceId": ""}, "PhysicalResourceId must be a text"),
        ({"PhysicalResourceId": 7}, "PhysicalResourceId must be a text"),
        ({"PhysicalResourceId": "x" * 1025}, "1024 bytes at most"),
        ({"Data": "x"}, "Data must be an object"),
        ({"Data": {"A": "x" * 4096}}, "too long"),
    ],
)
def test_what_is_no_response_is_a_failure_that_says_why(said: dict[str, Any], why: str) -> None:
    assert why in (response(**said).failure or "")


@given(st.binary() | st.text().map(str.encode) | st.integers().map(lambda i: str(i).encode()))
def test_whatever_comes_is_read(body: bytes) -> None:
    assert read(body, REQUEST).failure
