"""The request of an environment, and its body: read once, whole, within a limit, and put back."""

from __future__ import annotations

import gzip
import io
from typing import Any

import pytest

from localaws.protocols.refusal import Malformed
from localaws.server.entrance import request
from localaws.server.entrance.request import TooLarge, wire_of, with_body

PLAIN = b"one two"


@pytest.fixture(autouse=True)
def limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "_LIMITS", {"json": len(PLAIN), "rest-xml": 100})


def environ(body: bytes, **more: Any) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "RAW_URI": "/a%2Fb?x=1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **more,
    }


def read(given: dict[str, Any], protocol: str = "json") -> bytes:
    return with_body(wire_of(given), given, protocol).body


def test_path_and_query_are_as_they_came() -> None:
    wire = wire_of(environ(b"", RAW_URI="http://localhost:1/a%2Fb?x=%20"))
    assert (wire.path, wire.query) == ("/a%2Fb", "x=%20")


def test_a_body_is_found_again() -> None:
    given = environ(PLAIN, HTTP_TRANSFER_ENCODING="chunked")
    assert read(given) == PLAIN
    assert given["wsgi.input"].read() == PLAIN
    assert given["CONTENT_LENGTH"] == str(len(PLAIN))
    assert "HTTP_TRANSFER_ENCODING" not in given


def test_a_body_that_comes_in_chunks_is_read_to_its_end() -> None:
    given = environ(PLAIN, CONTENT_LENGTH="", **{"wsgi.input_terminated": True})
    assert read(given) == PLAIN


def test_without_a_length_and_an_end_there_is_none() -> None:
    assert read(environ(PLAIN, CONTENT_LENGTH="")) == b""


class Unread(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("read")


def test_what_announces_too_much_is_refused_unread() -> None:
    with pytest.raises(TooLarge, match="8 bytes, and at most 7"):
        read(environ(b"", CONTENT_LENGTH="8", **{"wsgi.input": Unread()}))


def test_what_turns_out_to_be_too_much_is_refused() -> None:
    chunked = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}
    with pytest.raises(TooLarge):
        read(environ(PLAIN + b"!", **chunked))


def test_what_is_compressed_is_unpacked() -> None:
    given = environ(gzip.compress(b"x", mtime=0), HTTP_CONTENT_ENCODING="GZIP")
    request._LIMITS["json"] = 100
    assert read(given) == b"x"
    assert (given["CONTENT_LENGTH"], given["wsgi.input"].read()) == ("1", b"x")
    assert "HTTP_CONTENT_ENCODING" not in given


def test_s3_keeps_what_is_compressed() -> None:
    packed = gzip.compress(b"x", mtime=0)
    assert read(environ(packed, HTTP_CONTENT_ENCODING="gzip"), "rest-xml") == packed


@pytest.mark.parametrize(
    ("body", "why"),
    [(b"plain text", "not in gzip"), (gzip.compress(b"x", mtime=0)[:-1], "in the middle of gzip")],
)
def test_what_cannot_be_unpacked_is_malformed(body: bytes, why: str) -> None:
    request._LIMITS["json"] = 100
    with pytest.raises(Malformed, match=why):
        read(environ(body, HTTP_CONTENT_ENCODING="gzip"))


def test_what_unpacks_to_too_much_is_refused() -> None:
    request._LIMITS["json"] = 50
    assert read(environ(gzip.compress(b"x" * 50), HTTP_CONTENT_ENCODING="gzip")) == b"x" * 50
    with pytest.raises(TooLarge, match="unpacked body has more than the 50"):
        read(environ(gzip.compress(b"x" * 51), HTTP_CONTENT_ENCODING="gzip"))
