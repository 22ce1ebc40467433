"""In which states of a stack the CDK CLI can deploy it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stepline.doctor.case import Case
from stepline.doctor.finding import State
from stepline.doctor.stack_state import check, deployable

from .conftest import assembly


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (None, State.OK),
        ("REVIEW_IN_PROGRESS", State.OK),
        ("CREATE_COMPLETE", State.OK),
        ("UPDATE_COMPLETE", State.OK),
        ("UPDATE_ROLLBACK_COMPLETE", State.OK),
        ("ROLLBACK_COMPLETE", State.WARNING),  # the CDK CLI deletes it
        ("ROLLBACK_FAILED", State.WARNING),
        ("CREATE_FAILED", State.PROBLEM),
        ("UPDATE_FAILED", State.PROBLEM),
        ("UPDATE_ROLLBACK_FAILED", State.PROBLEM),
        ("DELETE_FAILED", State.PROBLEM),
        ("CREATE_IN_PROGRESS", State.PROBLEM),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", State.PROBLEM),
        ("DELETE_IN_PROGRESS", State.PROBLEM),
    ],
)
def test_a_state_stops_a_deployment_or_does_not(status: str | None, state: State) -> None:
    found = deployable("stepline-ner-dev", status)
    assert found.state is state
    assert (state is State.OK) == (not found.mend)


def test_a_stack_that_is_not_there_is_no_problem(case: Callable[..., Case]) -> None:
    (found,) = check(case(assembly(), stage="nowhere"))
    assert (found.state, found.found) == (State.OK, "stepline-ner-nowhere is not there yet")
