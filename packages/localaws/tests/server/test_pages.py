"""The server's own pages: whoever knows the secret stops it, and nobody else does."""

from __future__ import annotations

import http.client
import io
import json
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.sagemaker.interruptions import Interruptions
from localaws.server.clock_page import ClockPage
from localaws.server.http import StartResponse
from localaws.server.pages import Pages
from localaws.server.response_page import ResponsePage
from localaws.server.spot_page import SpotPage

from .test_program import start

SECRET = "0123456789abcdef"


def services(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [json.dumps({"served": environ["PATH_INFO"]}).encode()]


def ask(method: str, page: str, **headers: str) -> tuple[str, dict[str, Any], int]:
    """The status, what is said, and how often the server was stopped."""
    return ask_at(method, f"/_localaws/{page}", **headers)


def ask_at(method: str, path: str, **headers: str) -> tuple[str, dict[str, Any], int]:
    stopped: list[None] = []
    said: list[str] = []
    shown = {"health": lambda: {"status": "ready"}}
    responses = ResponsePage(lambda token, body: token == "awaited")
    clock = ClockPage(Clock(), False)
    spot = SpotPage(lambda *_: None, Interruptions(), "us-east-1")
    pages = Pages(services, shown, clock, spot, responses, SECRET, lambda: stopped.append(None))
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "wsgi.input": io.BytesIO(b"{}"),
        **headers,
    }
    body = b"".join(pages(environ, lambda status, _: said.append(status)))
    return said[0], json.loads(body), len(stopped)


def test_a_page_is_shown() -> None:
    assert ask("GET", "health") == ("200 OK", {"status": "ready"}, 0)


@pytest.mark.parametrize("path", ["/", "/_localaws", "/bucket/_localaws/health"])
def test_every_other_path_is_the_services(path: str) -> None:
    assert ask_at("GET", path) == ("200 OK", {"served": path}, 0)


def test_a_response_that_is_awaited_is_taken_by_put_and_no_other() -> None:
    assert ask("PUT", "custom-resource-responses/awaited")[0] == "200 OK"
    assert ask("PUT", "custom-resource-responses/guessed")[0] == "403 Forbidden"
    assert ask("GET", "custom-resource-responses/awaited")[0] == "405 Method Not Allowed"


def test_the_secret_stops_it() -> None:
    assert ask("POST", "stop", HTTP_X_LOCALAWS_SECRET=SECRET)[::2] == ("202 Accepted", 1)


@pytest.mark.parametrize("secret", ["", SECRET[:-1], SECRET + "0", "é"])
def test_no_other_secret_does(secret: str) -> None:
    status, answer, stopped = ask("POST", "stop", HTTP_X_LOCALAWS_SECRET=secret)
    assert (status, stopped) == ("403 Forbidden", 0)
    assert "server.json" in answer["error"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "OPTIONS", "DELETE"])
def test_only_a_post_stops_it(method: str) -> None:
    status, _, stopped = ask(method, "stop", HTTP_X_LOCALAWS_SECRET=SECRET)
    assert (status, stopped) == ("405 Method Not Allowed", 0)


def test_the_secret_is_in_the_owner_s_file_alone_and_stops_the_server(tmp_path: Path) -> None:
    with start(tmp_path) as process:
        file = tmp_path / "server.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        record = json.loads(file.read_text())
        connection = http.client.HTTPConnection("localhost", record["port"])
        for page in ("health", "images"):
            connection.request("GET", f"/_localaws/{page}")
            assert record["secret"].encode() not in connection.getresponse().read()
        connection.request(
            "POST", "/_localaws/stop", headers={"X-Localaws-Secret": record["secret"]}
        )
        assert connection.getresponse().status == http.client.ACCEPTED
        connection.close()
        assert process.wait(60) == 0
    assert record["secret"] not in (tmp_path / "server.log").read_text()
    assert not file.exists()
