"""What docs/reference/command-line.md says of JSON is what is printed, and every help fits its line."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from stepline import evaluation, status_report
from stepline.jobs.document import document
from stepline.jobs.report import report
from stepline.jobs.training import TRAINING
from stepline.main import app
from stepline.runs import (
    approval,
    differences,
    differences_report,
    past_report,
    resume,
    serving,
    serving_report,
)
from stepline.runs.past import past
from stepline.watching.explanation import Explanation
from stepline.watching.json_lines import JsonLines, ended
from tests.stepline.jobs.test_training import described
from tests.stepline.runs import test_past, test_serving
from tests.stepline.runs.records import record
from tests.stepline.test_executions import DEPLOYMENT
from tests.stepline.test_status import status
from tests.stepline.watching.executions import execution, progress, state

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"
DONE = execution(state("Train"), status="SUCCEEDED")
JOB = described()


def state_line() -> dict[str, Any]:
    made: list[dict[str, Any]] = []
    patch = pytest.MonkeyPatch()
    patch.setattr("stepline.watching.json_lines.print_line", made.append)
    JsonLines(progress())(DONE)
    patch.undo()
    return made[0]


HISTORY = past_report.document(
    DEPLOYMENT, *past(test_past.account([test_past.listed("a")]), DEPLOYMENT, 1)
)
DOCUMENTS = [
    status_report.document(status()),
    status_report.document(status())["executions"][0],
    state_line(),
    ended(DEPLOYMENT, DONE, Explanation(None, "", None, [])),
    document(report(TRAINING, JOB), JOB, [], datetime.now(UTC)),
    evaluation.document(DEPLOYMENT, DONE, "s3://b/r/evaluation/", []),
    HISTORY,
    HISTORY["executions"][0],
    serving_report.document(serving.look(test_serving.account(), "e", "dev")),
    differences_report.document(differences.compare(record(), record())),
    resume.document(DEPLOYMENT, "arn:x:a", "b", redriven=False),
    approval.document(DEPLOYMENT, approval.Decision(True, "me", "", None)),
]


@pytest.mark.parametrize("told", DOCUMENTS, ids=lambda told: told["type"])
def test_the_page_names_the_type_and_every_key(told: dict[str, Any]) -> None:
    named = set(re.findall(r"`(\w+)`", PAGE.read_text(encoding="utf-8")))
    assert set(told) | {told["type"]} <= named


def test_the_list_of_commands_is_cut_nowhere_in_80_columns() -> None:
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})
    assert shown.exit_code == 0
    assert "..." not in shown.output.partition("Commands:")[2]
    root: Any = typer.main.get_command(app)
    listed = shown.output.partition("Commands:")[2]
    assert all(re.search(rf"^  {name} ", listed, re.MULTILINE) for name in root.commands)


def test_versions_are_told() -> None:
    shown = CliRunner().invoke(app, ["--version"])
    assert shown.output.startswith("stepline ")
