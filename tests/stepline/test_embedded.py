"""Starting and stopping the embedded AWS, whatever a killed or foreign one has left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stepline import embedded
from stepline.errors import UserError

from .conftest import STEPLINE, shell, stepline
from .test_server_record import RECORD


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("LOCALAWS_HOME", str(tmp_path))
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    embedded.stop()


def test_an_innocent_process_with_the_number_in_a_stale_file_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as innocent:
        (tmp_path / "server.json").write_text(json.dumps({**RECORD, "pid": innocent.pid}))
        (tmp_path / "server.lock").write_text(str(innocent.pid))
        ended = stepline("down", home=tmp_path)
        assert (ended.returncode, innocent.poll()) == (0, None)
        assert "No embedded AWS runs here." in ended.stderr
        innocent.kill()


def test_two_who_start_at_once_get_one_server_which_stops_when_asked(home: Path) -> None:
    command = [str(STEPLINE), "up", "--port", "0", "--region", "ap-northeast-1"]
    started = [
        subprocess.Popen(command, env=shell(home), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    one, other = (process.communicate(timeout=120)[0] for process in started)
    assert one == other
    assert "export AWS_REGION=ap-northeast-1\n" in one
    server = embedded.running()
    assert server is not None
    with pytest.raises(
        UserError, match=r"runs already, in the region ap-northeast-1, and us-west-2"
    ):
        embedded.ensure(0, "auto", "us-west-2")
    assert embedded.ensure(0, "auto") == (server, False)
    assert embedded.stop()
    assert embedded.running() is None
    assert not (home / "server.json").exists()


def folder(file: Path) -> None:
    file.mkdir()
    (file / "somebody's").touch()


def test_a_start_recovers_from_what_lies_there_and_from_a_killed_one(home: Path) -> None:
    folder(home / "server.json")
    (home / "server.lock").write_bytes(b"\xff\0")
    (home / "start.lock").write_bytes(b"\xff\0")
    server, _ = embedded.ensure(0, "auto")
    assert [file.name for file in home.glob("server.json.*/*")] == ["somebody's"]
    os.kill(server.pid, signal.SIGKILL)
    os.waitpid(server.pid, 0)
    assert (home / "server.json").exists()
    assert embedded.running() is None
    assert not embedded.stop()
    again, started = embedded.ensure(0, "auto")
    assert started
    os.kill(again.pid, signal.SIGSTOP)
    assert embedded.stop()
    assert os.waitpid(again.pid, os.WNOHANG) == (again.pid, 0)  # it could end in order


def test_one_whose_file_was_spoiled_is_told_of_and_stopped_by_its_lock(home: Path) -> None:
    server, _ = embedded.ensure(0, "auto")
    spoiled = {**RECORD, "pid": os.getpid(), "secret": None}
    (home / "server.json").write_text(json.dumps(spoiled))
    with pytest.raises(
        UserError, match=r"server.json has no secret\. Stop it with `stepline down`"
    ):
        embedded.running()
    assert embedded.stop()
    assert os.waitpid(server.pid, os.WNOHANG) == (server.pid, 0)


def test_a_region_that_there_is_not_is_refused_with_near_ones(home: Path) -> None:
    with pytest.raises(
        UserError, match=r"'ap-northest-1' is no region of AWS; near ones: ap-north"
    ):
        embedded.ensure(0, "auto", "ap-northest-1")


def test_where_the_kernel_does_not_tell_the_process_it_is_named_to_be_looked_at(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-c", "import fcntl, sys, time; l = open(sys.argv[1], 'a'); "]
    command[-1] += "fcntl.flock(l, fcntl.LOCK_EX); print(1, flush=True); time.sleep(60)"
    lock = home / "server.lock"
    lock.write_text("4242")
    with subprocess.Popen([*command, str(lock)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        monkeypatch.delattr(os, "pidfd_open")
        with pytest.raises(UserError, match=r"wrote the process id 4242 down .* `kill 4242`"):
            embedded.stop()
        holder.kill()
