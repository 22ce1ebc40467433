"""Images made on the spot, and the program of local mode as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TRAIN = """#!/usr/bin/env python3
import json, os, pathlib, sys
ml = pathlib.Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml"))
settings = json.loads((ml / "input/config/hyperparameters.json").read_text())
channels = json.loads((ml / "input/config/inputdataconfig.json").read_text())
seen = sorted(p.relative_to(ml / "input/data").as_posix() for p in (ml / "input/data").rglob("*.*"))
print("settings", settings, "channels", sorted(channels), "files", seen)
(ml / "model" / settings.get("name", "model.txt")).write_text(str(seen))
if "fail" in settings:
    (ml / "output" / "failure").write_text(settings["fail"])
    sys.exit(3)
if "wait" in settings:
    import time
    print("waiting", flush=True)
    time.sleep(600)
"""
SERVE = """#!/usr/bin/env python3
import http.server, os, sys
print("starts", flush=True)
if os.environ["WAY"] == "dies":
    sys.exit(7)
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(500 if os.environ["WAY"] == "sick" and self.path == "/ping" else 200, b"")
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if body == b"die":
            os._exit(9)
        self.answer(200, repr((self.headers.get("Accept"), self.headers.get("X-Own"), body)).encode())
    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", self.headers.get("Content-Type", "text/plain"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
port = int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080"))
http.server.ThreadingHTTPServer(("", port), Answer).serve_forever()
"""
DOCKERFILE = """FROM python:3.11
ENV PATH=/opt/program:$PATH WAY={way}
COPY --chmod={mode} train serve /opt/program/
"""

Program = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all, so that the Python environment is made once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def image(tmp_path: Path) -> Callable[..., Path]:
    """Makes an image folder; ``way`` is how its ``serve`` behaves."""

    def image(way: str = "well", mode: str = "755", dockerfile: str = DOCKERFILE) -> Path:
        folder = tmp_path / "tried"
        folder.mkdir()
        (folder / "train").write_text(TRAIN)
        (folder / "serve").write_text(SERVE)
        (folder / "Dockerfile").write_text(dockerfile.format(way=way, mode=mode))
        return folder

    return image


@pytest.fixture
def start(home: Path) -> Program:
    def start(*arguments: str | Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "localaws.local_mode", *map(str, arguments)]
        return subprocess.Popen(
            [*command, "--home", str(home)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={k: v for k, v in os.environ.items() if k != "LOCALAWS_HOME"},
        )

    return start


@pytest.fixture
def run(start: Program) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs it to its end."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        process = start(*arguments)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return run
