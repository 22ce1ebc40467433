"""What a service gets to see: the request that was read, and no other."""

from __future__ import annotations

import io
from typing import Any

from localaws.protocols.models import service_model
from localaws.protocols.wire import Wire
from localaws.server.entrance.handing_over import hand_over
from localaws.server.entrance.identity import Identity


def handed(
    service: str, protocol: str, operation: str, wire: Wire, **environ: Any
) -> dict[str, Any]:
    asked = Identity(service, protocol, service_model(service).operation_model(operation))
    given = {
        "REQUEST_METHOD": wire.method,
        "RAW_URI": f"{wire.path}?{wire.query}",
        "QUERY_STRING": wire.query,
        "CONTENT_LENGTH": str(len(wire.body)),
        "wsgi.input": io.BytesIO(wire.body),
        "HTTP_X_MOTO_ACCOUNT_ID": "999999999999",
        "HTTP_X_AMZ_TARGET": "Other.Operation",
        "CONTENT_TYPE": "text/plain",
        **environ,
    }
    hand_over(asked, wire, given)
    assert "HTTP_X_MOTO_ACCOUNT_ID" not in given
    return given


def test_json_has_no_second_operation_in_its_query() -> None:
    wire = Wire("POST", "/", "Action=DeleteTable&X-Amz-Date=now&x", {}, b"{}")
    given = handed("dynamodb", "json", "ListTables", wire)
    assert given["QUERY_STRING"] == "X-Amz-Date=now"
    assert given["RAW_URI"] == "/?X-Amz-Date=now"
    assert given["CONTENT_TYPE"] == "application/x-amz-json-1.0"
    assert given["HTTP_X_AMZ_TARGET"] == "Other.Operation"  # by which it was identified
    assert given["wsgi.input"].read() == b"{}"


def test_json_of_no_bytes_is_an_empty_object() -> None:
    given = handed("events", "json", "ListRules", Wire("POST", "/", "", {}))
    assert (given["wsgi.input"].read(), given["CONTENT_LENGTH"]) == (b"{}", "2")
    assert given["CONTENT_TYPE"] == "application/x-amz-json-1.1"


def test_a_form_is_whole_in_its_body_and_nothing_else_says_what_is_asked() -> None:
    wire = Wire(
        "GET", "/", "Action=ListUsers&Marker=1&X-Amz-Signature=0", {}, b"Marker=2&X-Amz-Date=now"
    )
    given = handed("iam", "query", "ListUsers", wire, HTTP_TRANSFER_ENCODING="chunked")
    body = given["wsgi.input"].read()
    assert sorted(body.split(b"&")) == [b"Action=ListUsers", b"Marker=2"]
    assert given["CONTENT_LENGTH"] == str(len(body))
    assert given["REQUEST_METHOD"] == "POST"
    assert given["QUERY_STRING"] == "X-Amz-Signature=0"
    assert given["CONTENT_TYPE"].startswith("application/x-www-form-urlencoded")
    assert "HTTP_X_AMZ_TARGET" not in given
    assert "HTTP_TRANSFER_ENCODING" not in given


def test_rest_has_no_action_and_no_body_where_none_is_meant() -> None:
    wire = Wire("GET", "/b", "list-type=2&%41ction=X&prefix=a%20b", {}, b"smuggled")
    given = handed("s3", "rest-xml", "ListObjectsV2", wire)
    assert given["QUERY_STRING"] == "list-type=2&prefix=a%20b"
    assert given["wsgi.input"].read() == b""
    assert "HTTP_X_AMZ_TARGET" not in given


def test_rest_keeps_the_body_that_is_meant() -> None:
    given = handed("s3", "rest-xml", "PutObject", Wire("PUT", "/b/k", "", {}, b"content"))
    assert given["wsgi.input"].read() == b"content"
    assert given["RAW_URI"] == "/b/k"
