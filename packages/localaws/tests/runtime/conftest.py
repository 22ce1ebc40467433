"""Small images made on the spot, and the runtimes that this machine has."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from localaws.images.store import ImageStore
from localaws.runtime import choose
from localaws.runtime.namespace import why_not
from localaws.runtime.process_image import ImageConfig
from localaws.runtime.protocol import ContainerSpec, Handle, NotServing, Response, Runtime

from ..runtimes import unavailable

SERVE = """#!/usr/bin/env python3
import http.server, os, signal, sys, urllib.request
class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        if self.path == "/die":
            os._exit(9)
        body = os.environ["WHO"].encode()
        if self.path == "/aws":
            body = urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"] + "/hello").read()
        self.answer(body)
    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers["Content-Length"])))
    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Type", self.headers.get("Content-Type") or "none")
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
port = int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080"))
http.server.ThreadingHTTPServer.request_queue_size = 128
http.server.ThreadingHTTPServer(("127.0.0.1", port), Answer).serve_forever()
"""


@pytest.fixture(scope="session")
def namespaces(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Why there are none; "" where there are."""
    return why_not(tmp_path_factory.mktemp("probe"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def images(home: Path) -> ImageStore:
    return ImageStore(home)


@pytest.fixture(params=["namespace", "process"])
def runtime(
    request: pytest.FixtureRequest, home: Path, images: ImageStore, namespaces: str
) -> Runtime:
    if request.param == "namespace" and namespaces:
        unavailable("namespace", namespaces)
    return choose(home, images, request.param)


@pytest.fixture
def put(images: ImageStore, tmp_path: Path) -> Callable[..., str]:
    """Makes an image of files by path (a text that begins with #! gets its run bit); its tag."""
    numbers = itertools.count()

    def put(files: Mapping[str, str], **config: object) -> str:
        number = next(numbers)
        tree = tmp_path / f"tree-{number}"
        tree.mkdir()
        for name, text in files.items():
            path = tree / name.lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(0o755 if text.startswith("#!") else 0o644)
        images.put(ImageConfig(**config), tree, tags=[f"image:{number}"])  # type: ignore[arg-type]
        return f"image:{number}"

    return put


class Started:
    """A container and what it has said."""

    def __init__(self, handle: Handle, lines: list[str]) -> None:
        self.handle = handle
        self.lines = lines

    def end(self) -> int:
        """Its exit code; a container that does not end by itself fails the test."""
        code = self.handle.wait(60)
        assert code is not None, self.lines
        return code

    def until_serving(self) -> Response:
        deadline = time.monotonic() + 30
        while True:
            try:
                return self.handle.request("GET", "/", {}, b"", 5)
            except NotServing:
                assert time.monotonic() < deadline, self.lines
                assert self.handle.wait(0.02) is None, self.lines

    def until_said(self, line: str) -> None:
        deadline = time.monotonic() + 30
        while line not in self.lines:
            assert time.monotonic() < deadline, self.lines
            time.sleep(0.01)


@pytest.fixture
def start(runtime: Runtime, tmp_path: Path) -> Iterator[Callable[..., Started]]:
    """Starts a container of an image with a fresh ``/opt/ml``; kills what is left at the end."""
    numbers = itertools.count()
    all_started: list[Started] = []

    def start(image: str, *arguments: str, **spec: object) -> Started:
        ml = tmp_path / f"ml-{next(numbers)}"
        ml.mkdir(exist_ok=True)
        spec = {"name": "job/algo-1", "ml": ml, "arguments": arguments or None, **spec}
        lines: list[str] = []
        handle = runtime.start(ContainerSpec(image=image, **spec), lines.append)  # type: ignore[arg-type]
        all_started.append(Started(handle, lines))
        return all_started[-1]

    yield start
    for each in all_started:
        each.handle.signal(9)
        each.handle.wait(10)
