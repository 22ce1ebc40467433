"""A service of our own as its clients find it: read, called, and told in its own protocol."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.server.own_service import OwnService

CREDENTIAL = "AWS4-HMAC-SHA256 Credential=AKIA/20260102/eu-west-1/service/aws4_request, Sign"
called: list[tuple[str, str, str, dict[str, Any]]] = []


def asked(
    service: str, protocol: str, body: bytes, result: Any, **environ: str
) -> tuple[str, dict[str, str], bytes]:
    """The status, headers and body for a request; what was called is in ``called``."""
    called.clear()
    heads: list[tuple[str, dict[str, str]]] = []

    def call(account: str, region: str, operation: str, parameters: dict[str, Any]) -> Any:
        called.append((account, region, operation, parameters))
        if isinstance(result, Exception):
            raise result
        return result

    request = {
        "REQUEST_METHOD": "POST",
        "RAW_URI": "/",
        "HTTP_AUTHORIZATION": CREDENTIAL,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **environ,
    }
    application = OwnService(service, protocol, call, "us-east-1")
    sent = b"".join(application(request, lambda status, named: heads.append((status, dict(named)))))
    [(status, headers)] = heads
    assert int(headers["Content-Length"]) == len(sent)
    return status, headers, sent


def of_sagemaker(body: bytes, result: Any) -> tuple[str, dict[str, str], bytes]:
    target = {"HTTP_X_AMZ_TARGET": "SageMaker.DescribeModel"}
    return asked("sagemaker", "json", body, result, **target)


def test_json_goes_to_the_operation_as_it_came_and_moments_come_back_as_seconds() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 678_900, UTC)
    status, headers, body = of_sagemaker(b'{"ModelName": "m", "Odd": null}', {"At": moment})
    assert called == [
        ("123456789012", "eu-west-1", "DescribeModel", {"ModelName": "m", "Odd": None})
    ]
    assert status == "200 OK"
    assert headers["Content-Type"] == "application/x-amz-json-1.1"
    assert json.loads(body) == {"At": 1767323045.679}


def test_no_bytes_are_no_parameters() -> None:
    of_sagemaker(b"", {})
    assert called[0][3] == {}


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff", b'"text"'])
def test_what_is_no_json_object_is_not_called(body: bytes) -> None:
    status, headers, said = of_sagemaker(body, {})
    assert called == []
    assert status == "400 Bad Request"
    assert headers["x-amzn-ErrorType"] == json.loads(said)["__type"] == "SerializationException"


def test_a_refusal_is_told_with_its_code_and_status() -> None:
    status, headers, said = of_sagemaker(b"{}", Refusal("ResourceLimitExceeded", "enough", 429))
    assert status == "429 Too Many Requests"
    assert json.loads(said) == {"__type": "ResourceLimitExceeded", "message": "enough"}
    assert headers["x-amzn-RequestId"]


def test_a_form_is_read_by_the_model_and_responded_to_in_xml() -> None:
    form = b"Action=ListStacks&StackStatusFilter.member.1=CREATE_COMPLETE"
    status, headers, said = asked("cloudformation", "query", form, {"NextToken": "<more>"})
    assert called[0][2:] == ("ListStacks", {"StackStatusFilter": ["CREATE_COMPLETE"]})
    assert (status, headers["Content-Type"]) == ("200 OK", "text/xml")
    assert b"<ListStacksResult><NextToken>&lt;more&gt;</NextToken></ListStacksResult>" in said
    assert f"<RequestId>{headers['x-amzn-RequestId']}</RequestId>".encode() in said


def test_a_request_that_names_no_region_is_for_the_server_s() -> None:
    asked("cloudformation", "query", b"Action=ListStacks", {}, HTTP_AUTHORIZATION="")
    assert called[0][:2] == ("123456789012", "us-east-1")


def test_a_failure_inside_is_left_to_the_entrance() -> None:
    with pytest.raises(ZeroDivisionError):
        of_sagemaker(b"{}", ZeroDivisionError())
