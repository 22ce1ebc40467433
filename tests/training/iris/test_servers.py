"""The two servers: how many workers, and that they live and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tree.servers import BadSetting, gunicorn_command, worker_count

from .conftest import ROOT

# Stands for gunicorn and for nginx: writes its process id, ends on the signal that is meant for it.
SERVER = """
import os, pathlib, signal, sys, time
file, ends_on, lives = sys.argv[1:]
signal.signal(signal.Signals[ends_on], lambda *_: sys.exit(0))
pathlib.Path(file + ".part").write_text(str(os.getpid()))
os.rename(file + ".part", file)
time.sleep(float(lives))
sys.exit(3)
"""
RUN = """
import sys
from pathlib import Path
from tree.servers import run_behind
folder, back_lives, socket = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
server = str(folder / "server.py")
front = [str(folder / "front"), server, str(folder / "front.pid"), "SIGQUIT", "60"]
back = [str(folder / "back"), server, str(folder / "back.pid"), "SIGTERM", back_lives]
sys.exit(run_behind(front, back, socket=folder / socket))
"""


def start(folder: Path, back_lives: float = 60, socket: str = "back.pid") -> subprocess.Popen[str]:
    """Both servers; ``socket`` is the file that says that the back one listens."""
    (folder / "server.py").write_text(SERVER)
    for name in ("front", "back"):
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        (folder / name).chmod(0o755)
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder), str(back_lives), socket],
        env=os.environ | {"PYTHONPATH": str(ROOT / "training/iris")},
        stderr=subprocess.PIPE,
        text=True,
    )


def await_process(file: Path) -> int:
    """The process id that a server has written."""
    deadline = time.monotonic() + 20
    while not file.exists():
        assert time.monotonic() < deadline, f"{file.name} has not started"
        time.sleep(0.01)
    return int(file.read_text())


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_sigterm_ends_both_and_is_no_failure(tmp_path):
    serve = start(tmp_path)
    processes = [await_process(tmp_path / name) for name in ("back.pid", "front.pid")]
    serve.terminate()
    assert serve.wait(20) == 0
    assert not any(is_running(process) for process in processes)


@pytest.mark.parametrize(("killed", "other"), [("front", "back"), ("back", "front")])
def test_where_one_dies_the_other_is_ended_too(tmp_path, killed, other):
    serve = start(tmp_path)
    processes = {name: await_process(tmp_path / f"{name}.pid") for name in ("back", "front")}
    os.kill(processes[killed], signal.SIGKILL)
    _, log = serve.communicate(timeout=20)
    assert serve.returncode == 1
    assert f"{killed} ended, exit code -9" in log
    assert not is_running(processes[other])


def test_the_front_is_not_started_before_the_back_listens(tmp_path):
    serve = start(tmp_path, back_lives=0.5, socket="never.sock")
    _, log = serve.communicate(timeout=20)
    assert serve.returncode == 1
    assert "back ended, exit code 3" in log
    assert not (tmp_path / "front.pid").exists()


def test_there_is_a_worker_for_each_cpu_unless_the_environment_says_otherwise():
    assert worker_count({}) == os.cpu_count()
    assert worker_count({"MODEL_SERVER_WORKERS": "3"}) == 3


@pytest.mark.parametrize("said", ["0", "-1", "two", "1.5", " "])
def test_a_number_of_workers_that_is_none_is_refused(said):
    with pytest.raises(BadSetting, match="MODEL_SERVER_WORKERS must be a whole number above 0"):
        worker_count({"MODEL_SERVER_WORKERS": said})


def test_gunicorn_takes_its_command_line(tmp_path):
    (tmp_path / "wsgi.py").write_text("def app(environment, start): ...\n")
    command = gunicorn_command("unix:/tmp/some.sock", 2, tmp_path)
    program = Path(sys.executable).with_name(command[0])
    checked = subprocess.run(
        [program, "--check-config", *command[1:]], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
