"""Serving an image on a port of this machine."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from localaws.local_mode.proxy import LARGEST_BODY

from ..processes import gone, of
from .conftest import Program


@pytest.fixture
def ml(tmp_path: Path) -> Path:
    folder = tmp_path / "ml"
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "model.txt").write_text("trained elsewhere")
    return folder


class Served:
    """An image that serves in local mode, and where."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""
        assert process.stdout is not None
        while "Ctrl-C ends it" not in self.said:
            line = process.stdout.readline()
            assert line, process.communicate()
            self.said += line
        found = re.search(r"serves at (http://localhost:\d+)", self.said)
        assert found
        self.address = found[1]

    def ask(
        self, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, str | None, bytes]:
        """Status, content type and body of the answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.address + path, body, named)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers["Content-Type"], error.read()


@pytest.fixture
def serve(start: Program, ml: Path) -> Iterator[Callable[..., Served]]:
    processes = []

    def serve(image: Path, *options: str) -> Served:
        processes.append(start("serve", image, ml, "--port=0", *options))
        return Served(processes[-1])

    yield serve
    for process in processes:
        process.terminate()
        process.communicate(timeout=60)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code, and the last line on stderr."""
    _, said = process.communicate(timeout=60)
    return process.returncode, (said.splitlines() or [""])[-1]


def test_what_an_endpoint_lets_through_is_relayed_and_nothing_else(
    image: Callable[..., Path], serve: Callable[..., Served]
) -> None:
    served = serve(image())
    assert "/ping answered after" in served.said
    assert served.ask("/ping")[0] == 200
    status, kind, body = served.ask(
        "/invocations", b"1,2", Content_Type="text/csv", Accept="x/y", X_Own="1"
    )
    assert (status, kind) == (200, "text/csv")
    assert body == b"('x/y', None, b'1,2')"
    assert served.ask("/execution-parameters")[0] == 200
    status, _, body = served.ask("/other")
    assert (status, body.startswith(b"There are: GET /ping")) == (404, True)
    status, _, body = served.ask("/invocations", b"0" * (LARGEST_BODY + 1))
    assert (status, b"at most 6291456 bytes" in body) == (413, True)


def test_a_plain_process_serves_as_well(
    image: Callable[..., Path], serve: Callable[..., Served]
) -> None:
    served = serve(image(), "--runtime", "process")
    assert served.ask("/invocations", b"1,2")[2] == b"(None, None, b'1,2')"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_the_good_end_and_leaves_no_process(
    image: Callable[..., Path], serve: Callable[..., Served], ml: Path, number: signal.Signals
) -> None:
    served = serve(image())
    if sys.platform == "linux":
        assert len(of(ml)) > 1  # the command and its container
    served.process.send_signal(number)
    code, said = ended(served.process)
    assert (code, said) == (0, "local mode: ending the container; Ctrl-C once more ends it at once")
    assert gone(ml)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_killed_trial_leaves_no_process_either(
    image: Callable[..., Path], serve: Callable[..., Served], ml: Path
) -> None:
    served = serve(image())
    served.process.kill()
    assert gone(ml)


def test_a_container_that_ends_by_itself_is_said(
    image: Callable[..., Path], serve: Callable[..., Served]
) -> None:
    served = serve(image())
    status, _, body = served.ask("/invocations", b"die")
    assert (status, body.startswith(b"The container does not answer")) == (502, True)
    assert ended(served.process) == (
        1,
        "local mode: the container has ended by itself, with exit code 9",
    )


def test_one_that_dies_before_it_answers_is_said(
    image: Callable[..., Path], start: Program, ml: Path
) -> None:
    code, said = ended(start("serve", image("dies"), ml, "--port=0"))
    assert code == 1
    assert (
        said
        == "local mode: the container does not serve: it ended with exit code 7 before it answered"
    )


def test_one_that_never_is_healthy_is_ended(
    image: Callable[..., Path], start: Program, ml: Path
) -> None:
    code, said = ended(start("serve", image("sick"), ml, "--port=0", "--healthy-within=0.5"))
    assert code == 1
    assert said.endswith("does not serve: the last answer was HTTP 500, for 0.5 seconds")


def test_a_program_without_a_run_bit_is_said_in_dockers_words(
    image: Callable[..., Path], start: Program, ml: Path
) -> None:
    process = start("serve", image(mode="644"), ml, "--port=0")
    out, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert 'exec: "serve": permission denied' in out
    assert said.endswith("it ended with exit code 126 before it answered\n")


def test_a_taken_port_is_named_with_the_way_out(
    image: Callable[..., Path], start: Program, ml: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = ended(start("serve", image(), ml, f"--port={port}"))
    assert code == 1
    assert said.startswith(f"local mode: Port {port} is taken by another program.")


def test_without_a_model_there_is_nothing_to_serve(
    image: Callable[..., Path], start: Program, tmp_path: Path
) -> None:
    code, said = ended(start("serve", image(), tmp_path / "empty", "--port=0"))
    assert code == 1
    assert said.endswith("empty/model: train first, or put one there")
