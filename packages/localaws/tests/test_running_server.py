"""What is asked of the server that runs in a home folder; ``messages/test_program.py`` has one that answers."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from localaws.running_server import DoesNotSay, ask


def test_where_none_was_started_there_is_nothing_to_say(tmp_path: Path) -> None:
    with pytest.raises(DoesNotSay, match=r"^$") as raised:
        ask(tmp_path, "outbox")
    assert raised.value.is_passing


def test_one_that_ends_refuses_for_a_while(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    (tmp_path / "server.json").write_text(json.dumps({"port": port, "instance": "i"}))
    with pytest.raises(DoesNotSay, match="refused") as raised:
        ask(tmp_path, "outbox")
    assert raised.value.is_passing


def test_a_record_that_is_none_stays_so(tmp_path: Path) -> None:
    (tmp_path / "server.json").write_text("[]")
    with pytest.raises(DoesNotSay) as raised:
        ask(tmp_path, "outbox")
    assert not raised.value.is_passing
