"""Modules that respond to CloudFormation by https, whatever the address says, reach the embedded AWS."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from localaws.functions import inside
from localaws.functions.inside import _response_urls

PAGE = "/_localaws/custom-resource-responses/token?AWSAccessKeyId=test"
NODE_FILE = Path(inside.__file__).with_name("response_urls.cjs")
node = pytest.mark.skipif(shutil.which("node") is None, reason="this machine has no Node.js")

# Each asks as a module that is published does: cfn-response, the CDK's framework, and some others.
WAYS = {
    "options": "https.request({hostname: url.hostname, port: 443, path, method: 'PUT'}, done).end('x')",
    "no port": "https.request({hostname: url.hostname, path, method: 'PUT'}, done).end('x')",
    "host": "https.request({host: url.host, path, method: 'PUT'}, done).end('x')",
    "url": "https.request(url.href, {method: 'PUT'}, done).end('x')",
    "URL": "https.request(url, {method: 'PUT'}, done).end('x')",
    "agent": "https.request(url, {method: 'PUT', agent: new https.Agent()}, done).end('x')",
    "import": "import('node:https').then((m) => m.request(url, {method: 'PUT'}, done).end('x'))",
}


class Server(HTTPServer):
    asked: list[tuple[str, str, bytes]]


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path, body or b"x"))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Not in a test's output."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), _Handler) as found:
        found.asked = []
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        found.shutdown()
        thread.join()


def event(server: Server) -> str:
    return json.dumps({"ResponseURL": f"http://127.0.0.1:{server.server_port}{PAGE}"})


def in_node(script: str, *words: str) -> str:
    setting = f"""
        const https = require("https");
        const {{speakPlainly}} = require({json.dumps(str(NODE_FILE))});
        const text = process.argv[1];
    """
    ran = subprocess.run(
        ["node", "-e", setting + script, *words], capture_output=True, text=True, timeout=60
    )
    return ran.stdout + ran.stderr


@node
def test_whatever_way_a_module_asks_it_reaches_the_address(server: Server) -> None:
    asks = ";".join(
        f"({{{json.dumps(name)}: () => {way}}})[{json.dumps(name)}]()" for name, way in WAYS.items()
    )
    said = in_node(
        f"""
        speakPlainly(text);
        const url = new URL(JSON.parse(text).ResponseURL), path = url.pathname + url.search;
        const done = (response) => {{ console.log(response.statusCode); response.resume(); }};
        {asks}
        """,
        event(server),
    )
    assert said.split() == ["200"] * len(WAYS)
    assert server.asked == [("PUT", PAGE, b"x")] * len(WAYS)


@node
def test_an_address_within_text_within_text_is_found(server: Server) -> None:
    """As the CDK's framework hands it on when its waiting has timed out."""
    said = in_node(
        """
        speakPlainly(text);
        const url = new URL(JSON.parse(JSON.parse(text).Cause).ResponseURL);
        https.request({hostname: url.hostname, path: url.pathname + url.search, method: "PUT"},
                      (response) => console.log(response.statusCode)).end("x");
        """,
        json.dumps({"Cause": event(server)}),
    )
    assert said.split() == ["200"]


@node
def test_everything_else_is_asked_by_https_as_ever(server: Server) -> None:
    said = in_node(
        """
        speakPlainly(text);
        const {hostname, port} = new URL(JSON.parse(text).ResponseURL);
        https.get({hostname, port, path: "/other"}).on("error", (error) => console.log(error.code));
        """,
        event(server),
    )
    assert said.strip() in ("EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER", "ECONNRESET")
    assert server.asked == []


@pytest.mark.parametrize("port", [443, None])
def test_python_asks_by_http_too(
    server: Server, port: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http.client.HTTPSConnection, "connect", _response_urls._secure)
    monkeypatch.setattr(_response_urls, "_ours", set())
    _response_urls.speak_plainly(event(server).encode())
    connection = http.client.HTTPSConnection("127.0.0.1", port or server.server_port, timeout=10)
    connection.request("PUT", PAGE, b"x")
    assert connection.getresponse().status == 200
    connection.close()
    assert server.asked == [("PUT", PAGE, b"x")]


def test_python_asks_others_by_https_as_ever(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http.client.HTTPSConnection, "connect", _response_urls._secure)
    monkeypatch.setattr(_response_urls, "_ours", set())
    _response_urls.speak_plainly(b'{"ResponseURL": "https://s3.example/response"}')
    with pytest.raises(OSError, match=r"SSL|ssl|RECORD"):
        http.client.HTTPSConnection("127.0.0.1", server.server_port, timeout=10).request("PUT", "/")
