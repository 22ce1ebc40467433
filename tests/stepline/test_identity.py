"""Whether the embedded AWS of a folder runs: by its lock and by what answers, whatever its files say."""

from __future__ import annotations

import fcntl
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from stepline import identity
from stepline.identity import Absent, Astray, Passing, Running
from stepline.target import Target

from .test_server_record import RECORD


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder whose lock somebody holds."""
    with (tmp_path / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield tmp_path


def write(home: Path, **change: Any) -> None:
    (home / "server.json").write_text(json.dumps({**RECORD, **change}))


def of(aws: EmbeddedAWS) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((aws.home / "server.json").read_text())
    return record


def why(state: identity.State) -> str:
    assert isinstance(state, Astray), state
    return state.why


def test_the_one_that_answers_as_its_file_says_runs(aws: EmbeddedAWS, tmp_path: Path) -> None:
    state = identity.observe(aws.home)
    assert isinstance(state, Running)
    assert (state.pid, state.record.endpoint) == (aws.pid, aws.endpoint)
    (tmp_path / "link").symlink_to(aws.home)
    assert identity.observe(tmp_path / "link") == state


@pytest.mark.parametrize("content", ["", "[]", "{", json.dumps(RECORD)])
def test_none_runs_where_nobody_holds_the_lock(tmp_path: Path, content: str) -> None:
    assert identity.observe(tmp_path) == Absent()
    (tmp_path / "server.json").write_text(content)
    assert identity.observe(tmp_path) == Absent()
    (tmp_path / "server.lock").write_text("1")
    assert identity.observe(tmp_path) == Absent()


def test_a_copy_of_the_home_of_one_that_runs_is_not_its_home(
    aws: EmbeddedAWS, tmp_path: Path
) -> None:
    for name in ("server.json", "server.lock"):
        (tmp_path / name).write_bytes((aws.home / name).read_bytes())
    assert identity.observe(tmp_path) == Absent()


def test_one_that_holds_the_lock_and_says_nothing_yet_is_starting(home: Path) -> None:
    assert identity.observe(home) == Passing()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    write(home, endpoint=f"http://127.0.0.1:{port}")
    assert identity.observe(home) == Passing()


def test_another_home_s_server_at_the_port_is_told_from_it(aws: EmbeddedAWS, home: Path) -> None:
    write(home, endpoint=aws.endpoint)
    said = why(identity.observe(home))
    assert "another embedded AWS answers" in said
    assert str(aws.home) in said


def test_a_home_that_was_moved_is_said_to_be(aws: EmbeddedAWS, home: Path) -> None:
    write(home, **of(aws))
    assert "has been moved since" in why(identity.observe(home))


def test_a_file_that_cannot_be_used_is_said_to_be_so(home: Path) -> None:
    (home / "server.json").write_text("[]")
    assert "server.json holds a JSON list" in why(identity.observe(home))


def test_a_shell_that_means_aws_does_not_care(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "server.json").write_text("[]")
    monkeypatch.setenv("LOCALAWS_HOME", str(home))
    monkeypatch.setenv("AWS_PROFILE", "mine")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    assert not Target.current().embedded


def test_whatever_else_answers_is_no_embedded_aws(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "RESPONDS_WITHIN", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        write(home, endpoint=f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert "has not answered" in why(identity.observe(home))


def test_a_proxy_is_never_asked(aws: EmbeddedAWS, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert isinstance(identity.observe(aws.home), Running)


def test_a_wrong_secret_stops_nothing(aws: EmbeddedAWS) -> None:
    record = identity.observe(aws.home)
    assert isinstance(record, Running)
    other = type(record.record)(**{**record.record.__dict__, "secret": "0" * 64})
    assert not identity.ask_to_stop(other)
    assert identity.observe(aws.home) == record
