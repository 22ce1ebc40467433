"""Processes that serve side by side, as many as AWS's image has: the user's Python runs in all cores."""

from __future__ import annotations

import os
import signal
import socket
import threading
import traceback
from collections.abc import Callable

from .server import Server
from .service import Responder


def run(port: int, count: int, load: Callable[[], Responder]) -> int:
    """Serve until SIGTERM; the exit code. Each worker loads the model itself; one that ends ends all."""
    listening = socket.create_server(("0.0.0.0", port), backlog=1024)
    listening.setblocking(False)
    workers = [pid for pid in (_start(listening, load) for _ in range(count)) if pid]
    stopped = threading.Event()

    def stop(*_: object) -> None:
        stopped.set()
        _signal(workers)

    signal.signal(signal.SIGTERM, stop)
    code = 0
    left = set(workers)
    while left:
        pid, status = os.wait()
        if pid in left:
            left.remove(pid)
            if not stopped.is_set():
                code = os.waitstatus_to_exitcode(status) or 1
                print(f"a worker ended with exit code {code}", flush=True)
                stop()
    return code


def _start(listening: socket.socket, load: Callable[[], Responder]) -> int:
    """Fork a worker; its process. The worker itself does not return."""
    if pid := os.fork():
        return pid
    code = 1
    try:
        code = _work(listening, load)
    except BaseException:  # noqa: BLE001 - the end of this process, whatever it was
        traceback.print_exc()
    finally:
        os._exit(code)


def _work(listening: socket.socket, load: Callable[[], Responder]) -> int:
    server = Server(listening, load())
    # From a thread of its own: shutdown waits for the loop that a signal handler interrupts.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever(0.1)
    server.drain()
    return 0


def _signal(workers: list[int]) -> None:
    for pid in workers:
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            continue
