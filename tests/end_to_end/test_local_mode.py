"""``stepline image`` on the image of iris: hard-coded paths, a sample, a payload, no AWS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from localaws.runtime.process import free_port
from packages.localaws.tests.processes import gone

from .conftest import ROOT, Terminal, interrupt

pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def trained(terminal: Terminal) -> str:
    """What training said."""
    return terminal.run("image", "train", "iris", "--set", "max_depth=3")


@pytest.fixture(scope="module")
def port(terminal: Terminal, trained: str) -> Iterator[int]:
    """Where it serves; Ctrl-C ends it with everything that it started."""
    port = free_port()
    process = terminal.start("image", "serve", "iris", "--port", str(port))
    said = ""
    assert process.stdout is not None
    while "/ping answered after" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    yield port
    interrupt(process)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert gone(terminal.home)


def test_it_trains_on_its_sample(terminal: Terminal, trained: str) -> None:
    assert "accuracy=0.9" in trained
    assert "  model/" in trained
    config = terminal.home / "local-mode/iris/input/config/hyperparameters.json"
    assert '"max_depth": "3"' in config.read_text()


def test_its_sample_payload_is_answered_label_by_label(terminal: Terminal, port: int) -> None:
    answered = terminal.run("image", "predict", "iris", "--port", str(port)).split()
    asked = (ROOT / "samples/iris/payload.csv").read_text().splitlines()
    assert len(answered) == len(asked)
    assert set(answered) == {"setosa", "versicolor", "virginica"}


def test_as_a_plain_process_it_is_refused_by_name_and_the_model_stays(
    terminal: Terminal, trained: str
) -> None:
    said = terminal.run("image", "train", "iris", "--runtime", "process", status=1)
    assert "/opt/program/train has /opt/ml written into it" in said
    assert "--runtime namespace" in said
    assert any((terminal.home / "local-mode/iris/model").iterdir())
