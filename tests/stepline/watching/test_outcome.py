"""What is told at the end of an execution that did not fail."""

import io
from typing import Any

import pytest
from rich.console import Console

from stepline.executions import Execution
from stepline.watching import outcome


def shown(output: dict[str, Any] | None) -> str:
    file = io.StringIO()
    outcome.show(
        Execution("arn:x:one", "SUCCEEDED", [], output, None, None), Console(file=file, width=40)
    )
    return file.getvalue()


def test_the_outcome_is_told_with_its_reason_on_one_line() -> None:
    reason = "The new model has f1 0.526, the one that serves 0.953; [it] stays."
    assert shown({"outcome": "Refused", "sentence": reason}) == f"\nRefused. {reason}\n"


@pytest.mark.parametrize("output", [None, {}, {"outcome": "Refused"}, {"answer": 42}])
def test_a_workflow_that_says_nothing_of_it_has_no_such_line(output: Any) -> None:
    assert shown(output) == ""


def test_the_numbers_that_decided_are_told_once() -> None:
    decided = "Good enough: f1 of the new model is 0.95."
    output = {"outcome": "In service", "sentence": "It serves.", "decision": {"sentence": decided}}
    assert shown(output) == f"\nIn service. It serves.\n{decided}\n"
    refused = f"Refused. {decided}"
    assert shown({**output, "sentence": refused}).count(decided) == 1


def test_each_step_says_why_it_ran_or_did_not_and_what_changed() -> None:
    changed = ["hyperparameters.max_depth: 5, now 4", "candidate: s3://" + 200 * "x"]
    steps = [
        {"name": "Preprocess", "reused_from": "arn:x:zeroth", "why": "Nothing has changed."},
        {"name": "Train", "reused_from": None, "why": "Changed since zeroth.", "changed": changed},
        {"name": "Evaluate"},
        "no step",
    ]
    assert shown({"outcome": "In service", "sentence": "It serves.", "steps": steps}) == (
        "\nIn service. It serves.\n\n"
        "↺  Preprocess  Nothing has changed.\n"
        "   Train       Changed since zeroth.\n"
        "                 hyperparameters.max_depth: 5, now 4\n"
    )
