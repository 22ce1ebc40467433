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
