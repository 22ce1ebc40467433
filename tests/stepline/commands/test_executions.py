"""What a start that is followed makes of how the execution ended."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from stepline.commands import executions as commands
from stepline.errors import UserError
from stepline.executions import Execution
from tests.stepline.clients import target
from tests.stepline.test_executions import DEPLOYMENT


def start(patch: pytest.MonkeyPatch, outcome: str, *options: str) -> Any:
    ended = Execution("arn:x:one", "SUCCEEDED", [], {"outcome": outcome}, None, None)
    patch.setattr(commands, "announced_target", target)
    patch.setattr(commands.pipeline_inputs, "check", lambda *_: None)
    patch.setattr(commands.deployment, "find", lambda *_: DEPLOYMENT)
    patch.setattr(commands.executions, "start", lambda *_: ended.arn)
    patch.setattr(commands.watch, "follow", lambda *_: ended)
    return CliRunner().invoke(commands.app, ["start", "ner", *options])


def test_one_that_must_run_and_was_skipped_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    done = start(monkeypatch, "Skipped", "--watch", "--must-run")
    assert isinstance(done.exception, UserError)
    assert str(done.exception).startswith("It was skipped, so nothing was tried")


@pytest.mark.parametrize(
    ("outcome", "options"),
    [("Skipped", ["--watch"]), ("Refused", ["--watch", "--must-run"])],
)
def test_any_other_end_is_a_good_one(
    monkeypatch: pytest.MonkeyPatch, outcome: str, options: list[str]
) -> None:
    assert start(monkeypatch, outcome, *options).exit_code == 0


def test_one_that_is_not_followed_cannot_be_told_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    done = start(monkeypatch, "In service", "--must-run")
    assert "give --watch as well" in str(done.exception)
