"""What WSGI hands to an application for a request."""

from __future__ import annotations

import io
from typing import Any

from moto.core.request import PRESERVED_HEADER_NAMES_ENVIRON_KEY

from localaws.server import environ
from localaws.server.request_head import Head


def of(target: str = "/", *headers: tuple[str, str]) -> dict[str, Any]:
    head = Head("PUT", target, "1.1", headers, 0, True, False)
    return environ.of_request(head, io.BytesIO(), {"SERVER_NAME": "x"})  # type: ignore[arg-type]


def test_a_path_is_decoded_once_and_its_target_left_alone() -> None:
    found = of("/a%252Fb/%C3%A9?x=%20")
    assert found["PATH_INFO"].encode("latin-1").decode() == "/a%2Fb/é"
    assert found["QUERY_STRING"] == "x=%20"
    assert found["RAW_URI"] == found["REQUEST_URI"] == "/a%252Fb/%C3%A9?x=%20"
    assert (found["SERVER_NAME"], found["SERVER_PROTOCOL"]) == ("x", "HTTP/1.1")


def test_a_header_that_comes_twice_is_a_list() -> None:
    assert of("/", ("X-A", "1"), ("x-a", "2"))["HTTP_X_A"] == "1,2"


def test_type_and_length_have_names_of_their_own() -> None:
    found = of("/", ("Content-Type", "t"), ("Content-Length", "0"))
    assert (found["CONTENT_TYPE"], found["CONTENT_LENGTH"]) == ("t", "0")


def test_an_underscore_never_stands_in_for_a_dash() -> None:
    found = of("/", ("X_Amz_Target", "evil"), ("x-amz-meta-a", "1"), ("x-amz-meta_a", "2"))
    assert "HTTP_X_AMZ_TARGET" not in found
    assert found["HTTP_X_AMZ_META_A"] == "1"


def test_s3_s_metadata_may_have_underscores_and_keeps_its_spelling() -> None:
    found = of("/", ("x-amz-meta-a_b", "1"))
    assert found["HTTP_X_AMZ_META_A_B"] == "1"
    assert found[PRESERVED_HEADER_NAMES_ENVIRON_KEY] == {"HTTP_X_AMZ_META_A_B": "x-amz-meta-a_b"}
