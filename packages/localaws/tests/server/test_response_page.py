"""Who has the address of a custom resource's response may put it there."""

from __future__ import annotations

import io
from typing import Any

import pytest

from localaws.server.response_page import ResponsePage


def asked(method: str, body: bytes) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": method,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }


def test_a_response_is_handed_on() -> None:
    received: list[tuple[str, bytes]] = []
    page = ResponsePage(lambda token, body: not received.append((token, body)))
    assert page.respond("token", asked("PUT", b"{}")) == ("200 OK", {})
    assert received == [("token", b"{}")]


def test_nobody_waits_at_an_address_that_was_guessed() -> None:
    status, said = ResponsePage(lambda *_: False).respond("guess", asked("PUT", b"{}"))
    assert status == "403 Forbidden"
    assert "no custom resource waits" in said["error"]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_there_is_nothing_to_read(method: str) -> None:
    status, _ = ResponsePage(lambda *_: True).respond("token", asked(method, b""))
    assert status == "405 Method Not Allowed"
