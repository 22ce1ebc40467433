"""All steps in their order, and what an interruption stops."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from stepline import cdk, embedded, executions, locks, pipeline_inputs
from stepline import run as run_module
from stepline.embedded import Server
from stepline.errors import UserError
from stepline.executions import Execution
from stepline.run import RunOptions, run
from tests.stepline.test_executions import DEPLOYMENT

OPTIONS = RunOptions("ner", "dev", Path("data"), "none", "{}", 0, "auto", None)
SERVER = Server(1, "http://localhost:1", "us-east-1", "process", "asked for", "", {})
ENDED = Execution("arn:x:one", "SUCCEEDED", [], {}, None, None)


class Steps:
    """What was done, in its order; ``end`` is the execution's, or an interruption."""

    def __init__(self, end: Execution | type[BaseException] = ENDED, started: bool = True) -> None:
        self.done: list[str] = []
        self.end, self.started = end, started

    def put_in(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(embedded, "running", lambda: None)
        patch.setattr(embedded, "ensure", self._note("ensure", (SERVER, self.started)))
        patch.setattr(embedded, "stop", self._note("stop the AWS", True))
        patch.setattr(cdk, "deploy", self._note("deploy", DEPLOYMENT))
        patch.setattr(pipeline_inputs, "find_data", self._note("find data", Path("data")))
        patch.setattr(pipeline_inputs, "put", self._note("upload", SimpleNamespace(replaces=False)))
        patch.setattr(executions, "start", self._note("start", ENDED.arn))
        patch.setattr(executions, "stop", self._note("stop the execution", None))
        patch.setattr(run_module, "follow", self._note("follow", self.end))

    def _note(self, word: str, result: Any) -> Any:
        def step(*_: Any) -> Any:
            self.done.append(word)
            if isinstance(result, type):
                raise result
            return result

        return step


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOCALAWS_HOME", str(tmp_path))
    return tmp_path


def carried_out(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> Any:
    steps.put_in(monkeypatch)
    return run(OPTIONS, Console(file=io.StringIO()))


def test_the_steps_come_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps()
    target, deployment, execution = carried_out(steps, monkeypatch)
    assert (target.embedded, deployment, execution) == (True, DEPLOYMENT, ENDED)
    assert steps.done == ["find data", "ensure", "deploy", "upload", "start", "follow"]


def test_an_execution_that_failed_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="ended as FAILED"):
        carried_out(Steps(replace(ENDED, status="FAILED")), monkeypatch)


def test_an_interruption_stops_the_execution_and_what_was_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = Steps(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        carried_out(steps, monkeypatch)
    assert steps.done[-2:] == ["stop the execution", "stop the AWS"]


def test_an_embedded_aws_that_ran_already_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps(KeyboardInterrupt, started=False)
    with pytest.raises(KeyboardInterrupt):
        carried_out(steps, monkeypatch)
    assert steps.done[-1] == "stop the execution"


def test_one_that_another_run_has_come_to_need_goes_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(KeyboardInterrupt)
    with locks.held(home / "runs" / "iris-dev.lock"), pytest.raises(KeyboardInterrupt):
        carried_out(steps, monkeypatch)
    assert steps.done[-1] == "stop the execution"
