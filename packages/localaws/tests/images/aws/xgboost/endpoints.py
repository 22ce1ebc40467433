"""An endpoint for tests: the image's ``serve`` as a program, and a client of it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from .conftest import IMAGE


@contextmanager
def served(base, **variables):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "SAGEMAKER_BASE_DIR": str(base),
        "SAGEMAKER_BIND_TO_PORT": str(port),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        **variables,
    }
    process = subprocess.Popen(
        [str(IMAGE / "serve")],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        while process.poll() is None:
            try:
                if call(port, "GET", "/ping")[0] == 200:
                    break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield process, port
    finally:
        process.kill()
        process.communicate()


def call(port, method, path, body=None, content_type=None, accept=None):
    headers = {"Content-Type": content_type, "Accept": accept}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    given = {name: value for name, value in headers.items() if value}
    connection.request(method, path, body, given)
    answer = connection.getresponse()
    content = answer.read().decode("latin-1")
    connection.close()
    return answer.status, answer.getheader("Content-Type"), content
