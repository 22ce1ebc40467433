"""The first pipeline where the system refuses namespaces (as on macOS): jobs are plain processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from packages.localaws.tests.processes import gone, of

from .conftest import Terminal

pytestmark = pytest.mark.end_to_end


def test_a_run_on_plain_processes(fresh: Terminal, corpus: Path) -> None:
    one_epoch = json.dumps({"hyperparameters": {"epochs": 1}})
    options = ["--pretrained", "none", "--port", "0", "--runtime", "process"]
    said = fresh.run("run", "ner", "--data", str(corpus), *options, "--input", one_epoch)
    assert "jobs run as: process" in said
    assert "Endpoint stepline-ner-dev answers:" in said
    fresh.run("down")
    assert gone(fresh.home), of(fresh.home)
