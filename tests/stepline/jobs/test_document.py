"""A job for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from stepline.jobs.document import document
from stepline.jobs.report import report
from stepline.jobs.training import TRAINING
from tests.stepline.jobs.test_training import START, described

NOW = START + timedelta(seconds=90)


def told(log: list[str] | None = None, **members: Any) -> dict[str, Any]:
    job = described(**members)
    return document(report(TRAINING, job), job, log, NOW)


def test_it_has_its_kind_phases_and_metrics() -> None:
    found = told(FinalMetricDataList=[{"MetricName": "loss", "Value": 0.25}])
    assert (found["type"], found["kind"], found["name"]) == ("job", "training", "job")
    [phase] = found["phases"]
    assert (phase["status"], phase["ended"], phase["seconds"]) == ("Starting", None, 90.0)
    assert found["metrics"] == {"loss": 0.25}
    assert found["failure_reason"] is None


def test_a_failed_one_says_why() -> None:
    assert told(FailureReason="AlgorithmError: no good")["failure_reason"] == (
        "AlgorithmError: no good"
    )


def test_the_log_is_null_where_it_was_not_asked_for() -> None:
    assert told()["log"] is None
    assert told(["a"])["log"] == ["a"]


def test_the_description_is_awss_own() -> None:
    found = told(ResponseMetadata={"RequestId": "x"})["description"]
    assert found["ResourceConfig"]["InstanceType"] == "ml.m5.large"
    assert "ResponseMetadata" not in found
