"""Starts and stops the embedded AWS as a program of its own, and knows whether one runs.

All that is known of it is its command line and the ``server.json`` in its home folder.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stepline.errors import UserError

READY_WITHIN = 60.0  # seconds; it takes three on an idle machine
STOPPED_WITHIN = 60.0  # seconds; endpoints drain for up to 30


def home() -> Path:
    """The folder that the embedded AWS keeps its images, logs and ``server.json`` in."""
    return Path(os.environ.get("LOCALAWS_HOME", ".stepline")).absolute()


@dataclass(frozen=True)
class Server:
    """A running embedded AWS. ``environment`` is what a client or the CDK CLI needs."""

    pid: int
    endpoint: str
    runtime: str
    why: str  # jobs run so
    warning: str  # what that does not hold back, in a sentence; mostly ""
    environment: dict[str, str]


def running() -> Server | None:
    """The embedded AWS of this folder, or None where none runs."""
    try:
        record = json.loads((home() / "server.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    if not _alive(record["pid"]):
        return None
    return Server(
        pid=record["pid"],
        endpoint=record["endpoint"],
        runtime=record["runtime"],
        why=record["why"],
        warning=record.get("warning", ""),
        environment=record["environment"],
    )


def start(port: int, runtime: str, options: Sequence[str] = ()) -> Server:
    """Start it in the background and wait until it is ready; ``options`` are its own, as they are.

    Raises:
        UserError: it ended, or was not ready in time; the message is its own.
    """
    try:
        home().mkdir(parents=True, exist_ok=True)
        log = (home() / "server.log").open("wb")
    except OSError as error:
        raise UserError(
            f"The folder {home()} cannot be written to ({error.strerror}). "
            "The embedded AWS keeps its images and logs there: name another one in LOCALAWS_HOME."
        ) from error
    command = [sys.executable, "-m", "localaws", "--home", str(home())]
    command += ["--port", str(port), "--runtime", runtime, *options]
    process = None
    try:
        with log, _interruption_later():
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in this terminal is not meant for it
            )
        return _await_ready(process)
    except BaseException:
        if process is not None:
            process.terminate()
            process.wait(STOPPED_WITHIN)
        raise


@contextmanager
def _interruption_later() -> Iterator[None]:
    """Ctrl-C takes effect at the end of the block: within ``Popen`` it would lose the new process."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _await_ready(process: subprocess.Popen[bytes]) -> Server:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            lines = (home() / "server.log").read_text(errors="replace").strip().splitlines()
            raise UserError(lines[-1] if lines else "The embedded AWS ended without a word.")
        server = running()
        if server is not None and server.pid == process.pid:
            return server
        time.sleep(0.05)
    raise UserError(
        f"The embedded AWS was not ready within {READY_WITHIN:.0f} s. "
        f"Its log is {home() / 'server.log'}."
    )


def stop() -> bool:
    """Stop it and all it started; False where none runs.

    Raises:
        UserError: it did not end in time.
    """
    server = running()
    if server is None:
        return False
    os.kill(server.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOPPED_WITHIN
    while not _ended(server.pid):
        if time.monotonic() > deadline:
            raise UserError(f"The embedded AWS (process {server.pid}) did not stop in time.")
        time.sleep(0.05)
    return True


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # alive, and somebody else's
        return True
    return True


def _ended(pid: int) -> bool:
    try:
        # A child of this very process stays as a zombie, which looks alive, until it is reaped.
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return not _alive(pid)
