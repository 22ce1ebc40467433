"""The container runtime: the same promises where an engine works.

Real containers need an engine and its base image: `docker pull python:3.11-slim`, or any image
with Python under that name, as `podman import` makes it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from localaws.images.build import BuildRequest, build_for_engine
from localaws.images.store import ImageStore
from localaws.runtime.container import ContainerRuntime
from localaws.runtime.engine import Engine
from localaws.runtime.engine_image import build_with_engine
from localaws.runtime.protocol import ContainerSpec, RuntimeRefused

from ..runtimes import BASE, container_engine
from .conftest import SERVE, Started
from .test_lifeline import PARENT


@pytest.fixture(scope="module")
def engine() -> Engine:
    return container_engine()


@pytest.fixture
def image(engine: Engine, images: ImageStore, tmp_path: Path) -> str:
    context = tmp_path / "context"
    context.mkdir()
    (context / "serve").write_text(SERVE.replace('"127.0.0.1", port', '"0.0.0.0", port'))
    (context / "serve").chmod(0o755)
    # What no process image could do: a package of the system's, a user, any command.
    (context / "Dockerfile").write_text(
        f"FROM {BASE}\nARG WORD\nCOPY serve /usr/local/bin/serve\n"
        'RUN echo "$WORD" > /built && touch /anything\nENTRYPOINT ["sh", "-c"]\n'
    )
    request = BuildRequest(context, context / "Dockerfile", ("x:1",), {"WORD": "built"})
    build_for_engine(request, images, lambda made: build_with_engine(engine, made, "x:1"))
    return "x:1"


@pytest.fixture
def start(engine: Engine, images: ImageStore, home: Path, tmp_path: Path) -> Callable[..., Started]:
    runtime = ContainerRuntime(home, images, engine)
    (tmp_path / "ml").mkdir()

    def start(image: str, *words: str, **spec: object) -> Started:
        lines: list[str] = []
        full = ContainerSpec("job/algo-1", image, tmp_path / "ml", arguments=words or None, **spec)  # type: ignore[arg-type]
        return Started(runtime.start(full, lines.append), lines)

    return start


def test_a_container_reads_and_writes_opt_ml(
    image: str, start: Callable[..., Started], tmp_path: Path
) -> None:
    container = start(image, "cat /built; echo x > /opt/ml/x; exit 3")
    assert container.end() == 3
    assert container.lines == ["built"]
    assert (tmp_path / "ml" / "x").read_text() == "x\n"


def test_a_container_gains_no_privileges_and_lacks_those_that_were_dropped(
    image: str, start: Callable[..., Started]
) -> None:
    container = start(image, "grep -E 'NoNewPrivs|CapBnd' /proc/self/status")
    assert container.end() == 0
    bounds, privileges = (line.split()[1] for line in container.lines)
    assert not int(bounds, 16) & sum(1 << number for number in (13, 18, 27, 29))
    assert privileges == "1"


def test_an_isolated_job_has_a_loopback_alone(image: str, start: Callable[..., Started]) -> None:
    container = start(image, "tail -n +3 /proc/net/dev | cut -d: -f1", isolated=True)
    assert container.end() == 0
    assert [line.strip() for line in container.lines] == ["lo"]


def test_a_missing_command_fails_with_dockers_code(
    image: str, start: Callable[..., Started]
) -> None:
    container = start(image, entrypoint=("train",))
    assert container.end() == 127
    assert "train" in "".join(container.lines)


def test_a_signal_reaches_the_first_process_of_a_container(
    image: str, start: Callable[..., Started]
) -> None:
    container = start(image, "trap 'exit 7' TERM; echo up; while :; do sleep 0.1; done")
    container.until_said("up")
    container.handle.signal(signal.SIGTERM)
    assert container.end() == 7


def test_a_killed_container_is_gone(
    image: str, start: Callable[..., Started], engine: Engine
) -> None:
    container = start(image, "echo up; sleep 1000")
    container.until_said("up")
    container.handle.signal(signal.SIGKILL)
    assert container.end() == 137
    assert until_running(engine, "localaws-job-algo-1", 0) == 0


def test_two_serving_containers_have_port_8080_and_reach_the_embedded_aws(
    image: str, start: Callable[..., Started]
) -> None:
    aws = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                connection, _ = aws.accept()
            except OSError:
                return
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.0 200 OK\r\n\r\nthe embedded AWS")

    threading.Thread(target=answer, daemon=True).start()
    url = f"http://localhost:{aws.getsockname()[1]}"
    both = [
        start(
            image,
            entrypoint=("serve",),
            serves=True,
            environment={"WHO": who, "AWS_ENDPOINT_URL": url},
        )
        for who in ("one", "two")
    ]
    assert [each.until_serving().body for each in both] == [b"one", b"two"]
    assert both[0].handle.request("GET", "/aws", {}, b"", 10).body == b"the embedded AWS"
    for each in both:
        each.handle.signal(signal.SIGTERM)
        each.end()
    aws.close()


def test_no_container_outlives_a_server_that_was_killed(
    image: str, engine: Engine, home: Path, tmp_path: Path
) -> None:
    marker = f"lifeline-{os.getpid()}"
    (tmp_path / "ml").mkdir()
    arguments = [str(home), str(tmp_path / "ml"), "container", image, marker]
    server = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[4],
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == "both\n"
        assert until_running(engine, marker, 2) == 2
    finally:
        server.kill()
        server.communicate()
    assert until_running(engine, marker, 0) == 0


def until_running(engine: Engine, words: str, expected: int) -> int:
    """How many containers have these words in their name, when as many as expected, or at last."""
    deadline = time.monotonic() + 60
    while True:
        # podman's list fails where a container, whoever's, ends while it is made.
        listed = engine.run("ps", "--all", "--filter", f"name={words}", "--format", "{{.Names}}")
        found = len(listed.stdout.split())
        if (listed.returncode == 0 and found == expected) or time.monotonic() > deadline:
            return found
        time.sleep(0.2)


def test_an_image_whose_build_fails_is_refused(
    engine: Engine, images: ImageStore, tmp_path: Path
) -> None:
    (tmp_path / "Dockerfile").write_text(f"FROM {BASE}\nRUN exit 5\n")
    request = BuildRequest(tmp_path, tmp_path / "Dockerfile", ("broken:1",))
    with pytest.raises(RuntimeRefused, match="could not build the image broken:1"):
        build_for_engine(request, images, lambda made: build_with_engine(engine, made, "broken:1"))
    assert images.tags() == {}
