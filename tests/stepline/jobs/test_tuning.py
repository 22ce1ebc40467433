"""What is told of a tuning job."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from stepline.jobs.report import report
from stepline.jobs.tuning import TUNING

CREATED = datetime(2026, 7, 1, 12, tzinfo=UTC)
ENDED = CREATED + timedelta(minutes=3)


def described(status: str, **members: Any) -> dict[str, Any]:
    """DescribeHyperParameterTuningJob's least response, and more."""
    return {
        "HyperParameterTuningJobName": "tuning",
        "HyperParameterTuningJobStatus": status,
        "CreationTime": CREATED,
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "auc"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 20, "MaxParallelTrainingJobs": 2},
        },
        "TrainingJobStatusCounters": {"Completed": 3, "InProgress": 0, "NonRetryableError": 1},
    } | members


BEST = {
    "TrainingJobName": "tuning-002-0a1b2c3d",
    "TunedHyperParameters": {"max_depth": "5", "eta": "0.25"},
    "FinalHyperParameterTuningJobObjectiveMetric": {"MetricName": "auc", "Value": 0.98765432},
}


def test_its_phases_are_read_from_its_times() -> None:
    found = report(TUNING, described("Completed", HyperParameterTuningEndTime=ENDED)).phases
    assert [(phase.status, phase.start, phase.end) for phase in found] == [
        ("Tuning", CREATED, ENDED),
        ("Completed", ENDED, ENDED),
    ]
    assert found[0].message == "3 completed, 1 failed"


def test_one_that_goes_on_is_tuning() -> None:
    [phase] = report(TUNING, described("InProgress")).phases
    assert (phase.status, phase.end) == ("Tuning", None)


def test_the_best_training_job_is_told() -> None:
    facts = dict(report(TUNING, described("Completed", BestTrainingJob=BEST)).facts)
    assert facts["Best training job"] == ["tuning-002-0a1b2c3d"]
    assert facts["Its objective"] == ["auc 0.987654"]
    assert [line.split() for line in facts["Its hyperparameters"]] == [
        ["eta", "0.25"],
        ["max_depth", "5"],
    ]
    assert facts["Objective"] == ["Maximize auc"]
    assert facts["At most"] == ["20, 2 at once"]


def test_what_there_is_not_is_left_out() -> None:
    found = described("Failed", FailureReason="All training jobs failed.")
    facts = dict(report(TUNING, found).facts)
    assert facts["Failure reason"] == ["All training jobs failed."]
    assert "Best training job" not in facts


def test_of_several_definitions_each_objective_is_told_once() -> None:
    config = {"Strategy": "Random", "ResourceLimits": {"MaxParallelTrainingJobs": 2}}
    objectives = [{"TuningObjective": {"Type": "Minimize", "MetricName": "loss"}}] * 2
    found = described(
        "InProgress", HyperParameterTuningJobConfig=config, TrainingJobDefinitions=objectives
    )
    facts = dict(report(TUNING, found).facts)
    assert facts["Objective"] == ["Minimize loss"]
    assert facts["At most"] == ["2 at once"]
