"""Ctrl-C in any phase, a port that is taken, a second server: a sentence, and nothing left over."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from packages.localaws.tests.processes import gone, of

from .conftest import Terminal, interrupt

pytestmark = pytest.mark.end_to_end


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it ended before it said {words!r}:\n{said}")


@pytest.mark.parametrize(
    "phase", ["Start the embedded AWS", "Deploy with the CDK CLI", "Find data"]
)
def test_an_interrupted_run_leaves_no_process(fresh: Terminal, corpus: Path, phase: str) -> None:
    """The interruption comes in the phase that follows the words."""
    options = ["--data", str(corpus), "--pretrained", "none", "--port", "0"]
    process = fresh.start("run", "ner", *options)
    read_until(process, phase)
    interrupt(process)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "Interrupted: stopped the embedded AWS" in said
    assert gone(fresh.home), of(fresh.home)


def test_an_interruption_before_the_first_word_leaves_no_process(
    fresh: Terminal, corpus: Path
) -> None:
    process = fresh.start("run", "ner", "--data", str(corpus), "--port", "0")
    while len(of(fresh.home)) < 2:  # itself, and the server that it starts
        assert process.poll() is None
    interrupt(process)
    said, _ = process.communicate(timeout=300)
    assert "Traceback" not in said
    assert gone(fresh.home), of(fresh.home)


def test_a_port_that_is_taken_is_named(fresh: Terminal) -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = fresh.run("up", "--port", port, status=1)
    assert port in said
    assert gone(fresh.home), of(fresh.home)


def test_up_twice_is_one_server(fresh: Terminal) -> None:
    first = fresh.run("up", "--port", "0")
    assert fresh.run("up", "--port", "0") == first
    fresh.run("down")
    assert gone(fresh.home), of(fresh.home)
