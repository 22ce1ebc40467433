"""The two servers of an endpoint: their command lines, and how they live and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_LOOK_EVERY = 0.05  # seconds


class BadSetting(Exception):
    """An environment variable is not as it must be."""


def worker_count(environment: Mapping[str, str]) -> int:
    """How many processes answer requests: MODEL_SERVER_WORKERS, or one for each CPU.

    Raises:
        BadSetting: the variable is no whole number above 0.
    """
    said = environment.get("MODEL_SERVER_WORKERS", "")
    if not said:
        return os.cpu_count() or 1
    if not said.isdecimal() or int(said) < 1:
        raise BadSetting(f"MODEL_SERVER_WORKERS must be a whole number above 0, but is {said!r}.")
    return int(said)


def gunicorn_command(bind: str, workers: int, program: Path) -> list[str]:
    """gunicorn on the app of ``wsgi.py``. The model is loaded once, before the workers part."""
    return [
        *("gunicorn", "--bind", bind, "--workers", str(workers), "--threads", "4"),
        *("--preload", "--timeout", "60", "--graceful-timeout", "25", "--no-control-socket"),
        *("--chdir", str(program), "wsgi:app"),
    ]


def nginx_command(configuration: Path) -> list[str]:
    return ["nginx", "-c", str(configuration)]


def run_behind(proxy: Sequence[str], server: Sequence[str], socket: Path) -> int:
    """Start ``server``, and ``proxy`` once the socket of ``server`` is there; wait until either ends.

    The other one is ended then. SIGTERM ends both, the proxy first, so that it answers what it has
    been asked: SIGQUIT is nginx's signal for that.

    Returns:
        0 after SIGTERM, else 1: neither has a reason to end by itself.
    """
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    socket.unlink(missing_ok=True)
    running = {server[0]: subprocess.Popen(server)}
    while not asked and all(process.poll() is None for process in running.values()):
        if proxy[0] not in running and socket.exists():
            running[proxy[0]] = subprocess.Popen(proxy)
        time.sleep(_LOOK_EVERY)
    for name, process in running.items():
        if process.poll() is not None:
            print(f"{name} ended, exit code {process.returncode}", file=sys.stderr, flush=True)
    if proxy[0] in running:
        running[proxy[0]].send_signal(signal.SIGQUIT)
        running[proxy[0]].wait()
    running[server[0]].terminate()
    running[server[0]].wait()
    return 0 if asked else 1
