"""Pipelines where the system refuses namespaces (as on macOS): jobs are plain processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from packages.localaws.tests.processes import gone, of

from .conftest import Terminal, where_any_model_may_serve

pytestmark = pytest.mark.end_to_end
ON_PROCESSES = ("--port", "0", "--runtime", "process")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return where_any_model_may_serve(tmp_path_factory.mktemp("app"))


def check(terminal: Terminal, said: str, endpoint: str) -> None:
    assert "jobs run as: process" in said
    assert f"Endpoint {endpoint} answers:" in said
    terminal.run("down")
    assert gone(terminal.home), of(terminal.home)


def test_a_run_on_plain_processes(fresh: Terminal) -> None:
    """Bank, as the libraries of its image are small."""
    check(fresh, fresh.run("run", "bank", *ON_PROCESSES), "stepline-bank-dev")


@pytest.mark.proof
def test_a_run_of_the_first_pipeline_on_plain_processes(fresh: Terminal, corpus: Path) -> None:
    one_epoch = json.dumps({"hyperparameters": {"epochs": 1}})
    options = ("--data", str(corpus), "--pretrained", "none", "--input", one_epoch)
    check(fresh, fresh.run("run", "ner", *options, *ON_PROCESSES), "stepline-ner-dev")
