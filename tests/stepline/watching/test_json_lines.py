"""An execution for programs: a line for each state, the last one for the execution."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stepline.executions import Execution
from stepline.watching.explanation import Explanation
from stepline.watching.json_lines import JsonLines, ended
from stepline.watching.metrics import Metrics
from stepline.watching.plain import EVERY
from tests.stepline.test_executions import DEPLOYMENT
from tests.stepline.watching.executions import QUOTA, START, TRAIN, execution, progress, state


def printed(capsys: pytest.CaptureFixture[str], look: JsonLines, found: Execution) -> list[Any]:
    look(found)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_state_that_has_ended_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    found = progress()
    found.metrics[TRAIN] = Metrics({"test:f1": 0.953})
    look = JsonLines(found)
    train = state("Train", job=TRAIN, created=True)
    running = execution(train, state("Create model", seconds=None))
    [told] = printed(capsys, look, running)
    assert told == {
        "type": "state",
        "execution": "run-1",
        "name": "Train",
        "kind": "Task",
        "status": "SUCCEEDED",
        "entered": "2026-01-01T00:00:00.000Z",
        "seconds": 2.0,
        "visits": 1,
        "attempts": 1,
        "job": {"kind": "training", "name": "ner-2"},
        "metrics": {"test:f1": 0.953},
        "message": "test:f1 0.953",
        "error": None,
        "cause": None,
    }
    assert printed(capsys, look, running) == []


def test_a_running_state_is_told_every_so_often(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = 0.0
    look = JsonLines(progress(log=lambda: ["epoch 1"]), now=lambda: seconds)
    running = execution(state("Train", seconds=None, job=TRAIN, created=True))
    assert printed(capsys, look, running) == []
    seconds = EVERY
    [told] = printed(capsys, look, running)
    assert (told["status"], told["message"]) == ("RUNNING", "epoch 1")


def test_a_failed_attempt_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    look = JsonLines(progress())
    waits = execution(state("Train", seconds=None, job=TRAIN, error=QUOTA, cause="is 0"))
    [told] = printed(capsys, look, waits)
    assert (told["status"], told["attempts"], told["cause"]) == ("RUNNING", 1, "is 0")
    assert printed(capsys, look, waits) == []


def test_a_job_that_was_never_created_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    failed = execution(state("Train", job=TRAIN, error=QUOTA, cause="no"), status="FAILED")
    [told] = printed(capsys, JsonLines(progress()), failed)
    assert (told["status"], told["job"], told["error"]) == ("FAILED", None, QUOTA)


def test_the_last_line_says_how_it_ended() -> None:
    failed = execution(state("Train"), status="FAILED", error="E", cause="why")
    told = ended(DEPLOYMENT, failed, Explanation(state("Train"), "E: why", TRAIN, ["last"]))
    assert told["status"] == "FAILED"
    assert (told["error"], told["cause"], told["failed_state"]) == ("E", "why", "Train")
    assert told["failed_job"] == {"kind": "training", "name": "ner-2"}
    assert told["log"] == ["last"]
    assert told["started"] == START.strftime("%Y-%m-%dT00:00:00.000Z")


def test_one_that_succeeded_brings_its_output_and_metrics() -> None:
    output = {"metrics": {"test:f1": 0.9}, "model": "ner-1"}
    done = Execution("arn:x:run-1", "SUCCEEDED", [], output, None, None)
    told = ended(DEPLOYMENT, done, None)
    assert (told["metrics"], told["output"]) == ({"test:f1": 0.9}, output)
    assert told["failed_state"] is None
