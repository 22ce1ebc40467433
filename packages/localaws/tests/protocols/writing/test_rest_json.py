"""Results of REST with JSON as botocore reads them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from localaws.protocols.models import service_model
from localaws.protocols.response import Response
from localaws.protocols.writing.rest_json import written


def response(operation: str, **result: Any) -> Response:
    return written(service_model("lambda").operation_model(operation), result, "id")


def test_members_go_to_the_body_and_nothing_is_left_out_but_none() -> None:
    made = response("GetFunctionConcurrency", ReservedConcurrentExecutions=0)
    assert (made.status, json.loads(made.body)) == (200, {"ReservedConcurrentExecutions": 0})
    assert json.loads(response("GetFunctionConcurrency").body) == {}


def test_a_payload_is_the_body_and_others_are_headers() -> None:
    made = response("Invoke", Payload=b"[1]", StatusCode=200, FunctionError="Unhandled")
    assert made.body == b"[1]"
    assert dict(made.headers)["X-Amz-Function-Error"] == "Unhandled"


def test_the_status_is_the_operations_or_a_members() -> None:
    assert response("CreateFunction", FunctionName="f").status == 201
    assert response("Invoke", StatusCode=202).status == 202


def test_an_operation_without_a_result_has_no_body() -> None:
    made = response("DeleteAlias")
    assert (made.status, made.body) == (204, b"")


def test_moments_are_seconds() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    made = response("GetEventSourceMapping", LastModified=moment)
    assert json.loads(made.body) == {"LastModified": moment.timestamp()}
