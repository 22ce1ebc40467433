"""What is told of a training job, from what Describe responds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepline.jobs.report import Report, report
from stepline.jobs.training import TRAINING

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def described(**members: Any) -> dict[str, Any]:
    """DescribeTrainingJob's least response, and more."""
    return {
        "TrainingJobName": "job",
        "TrainingJobStatus": "InProgress",
        "AlgorithmSpecification": {"TrainingImage": "example/sh:1"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 2},
        "SecondaryStatusTransitions": [
            {"Status": "Starting", "StartTime": START, "StatusMessage": "Preparing"}
        ],
    } | members


def text(found: Report, seconds: float = 0) -> str:
    return "\n".join(found.lines(START + timedelta(seconds=seconds)))


def test_the_present_phase_has_lasted_until_now() -> None:
    assert re.search(r"Starting .* 1 min 30 s  Preparing", text(report(TRAINING, described()), 90))


def test_times_of_a_running_job_are_not_known_yet() -> None:
    said = text(report(TRAINING, described()))
    assert "Instances      2 × ml.m5.large" in said
    assert "Billable time  not known yet" in said


@pytest.mark.parametrize(
    ("spot", "line"),
    [
        (True, "Billable time  30 s (managed spot training saves 70 %)"),
        (False, "Billable time  30 s"),
    ],
)
def test_the_savings_of_spot_are_told(spot: bool, line: str) -> None:
    seconds = {"TrainingTimeInSeconds": 100, "BillableTimeInSeconds": 30}
    found = report(TRAINING, described(EnableManagedSpotTraining=spot, **seconds))
    assert line in text(found).splitlines()


@given(st.dictionaries(st.text("ab_", min_size=1, max_size=9), st.text("xyz ", max_size=9)))
def test_every_hyperparameter_has_a_line_and_values_are_in_one_column(
    parameters: dict[str, str],
) -> None:
    found = dict(report(TRAINING, described(HyperParameters=parameters)).facts)
    lines = found.get("Hyperparameters", [])
    width = max(map(len, parameters), default=0)
    read = {line[:width].rstrip(): line[width + 2 :] for line in lines}
    assert read == {name: value.rstrip() for name, value in parameters.items()}


def test_nothing_is_saved_of_a_job_that_has_not_trained() -> None:
    found = report(TRAINING, described(EnableManagedSpotTraining=True, BillableTimeInSeconds=0))
    assert "Billable time  0 s" in text(found).splitlines()
