"""Builds an image from within the server: ``localaws-docker build`` as a program that can be ended.

Its lines go to the server's log; the last ones explain a failure. Which image to build is the
``registry``'s.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from localaws.runtime.protocol import RuntimeRefused

_LAST_LINES = 200

log = logging.getLogger(__name__)


class BuildFailed(Exception):
    """An image could not be built. The message is the builder's."""


class Builds:
    """The builds that are under way in one home folder."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._running: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()
        self._closed = False

    def run(self, tag: str, context: Path, build_args: Mapping[str, str]) -> None:
        """Build an image and give it its tag; returns when it is there.

        Raises:
            BuildFailed: it could not be built.
            RuntimeRefused: the server ends meanwhile.
        """
        program = [sys.executable, "-m", "localaws.images.docker_cli", "build", "--tag", tag]
        for name, value in build_args.items():
            program += ["--build-arg", f"{name}={value}"]
        with self._lock:
            if self._closed:
                raise _ended()
            process = subprocess.Popen(
                [*program, str(context)],
                env={**os.environ, "LOCALAWS_HOME": str(self._home)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,  # pip ends with it
            )
            self._running.add(process)
        try:
            said = _logged(process)
        finally:
            with self._lock:
                self._running.remove(process)
        if self._closed and process.returncode != 0:
            raise _ended()
        if process.returncode != 0:
            raise BuildFailed(_reason(said))

    def close(self) -> None:
        """End what is under way, and begin nothing more."""
        with self._lock:
            self._closed = True
            for process in self._running:
                os.killpg(process.pid, signal.SIGKILL)


def _logged(process: subprocess.Popen[str]) -> list[str]:
    """Log every line until the end; the last lines."""
    last: deque[str] = deque(maxlen=_LAST_LINES)
    assert process.stdout is not None  # it is a pipe
    with process.stdout:
        for line in process.stdout:
            log.info("%s", line.rstrip())
            last.append(line.strip())
    process.wait()
    return list(last)


def _reason(said: list[str]) -> str:
    """The builder's last word, and pip's where it was pip that failed."""
    from_pip = [line.removeprefix("ERROR: ") for line in said if line.startswith("ERROR: ")]
    last = said[-1].removeprefix("localaws-docker: ") if said else "the builder said nothing"
    failed, points_above, _ = last.partition("; its own words are above")
    return f"{failed}: {from_pip[-1]}" if from_pip and points_above else last


def _ended() -> RuntimeRefused:
    return RuntimeRefused("The embedded AWS was shut down meanwhile.")
