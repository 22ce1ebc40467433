from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from localaws.messages import program
from localaws.messages.message import Message
from localaws.messages.outbox import Outbox


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """The home folder of what answers as a server with one mail and one text message would."""
    outbox = Outbox()
    outbox.put(Message("1", 0, "email", ("ops@example.com",), "arn:topic", "It failed."))
    outbox.put(Message("2", 0, "sms", ("+491",), "sns", "hi"))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_outbox = self.path == "/_localaws/outbox"
            body = json.dumps(outbox.shown() if is_outbox else {"instance": "i"}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    record = {"port": server.server_port, "instance": "i"}
    (tmp_path / "server.json").write_text(json.dumps(record))
    yield tmp_path
    server.shutdown()
    server.server_close()


def test_it_prints_what_would_have_left(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--home", str(home), "--channel", "email"]) == 0
    printed = capsys.readouterr().out
    assert "email  to ops@example.com" in printed
    assert "It failed." in printed
    assert "sms" not in printed


def test_as_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program.main(["--home", str(home), "--json", "--to", "+49"])
    assert [message["body"] for message in json.loads(capsys.readouterr().out)] == ["hi"]


def test_without_a_server_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--home", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        f"localaws outbox: No embedded AWS runs in {tmp_path}. Start one first.\n"
    )
