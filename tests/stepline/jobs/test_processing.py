"""The status history of a processing job, which Describe does not have, is read from its times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from stepline.jobs.processing import PROCESSING
from stepline.jobs.report import report

CREATED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
STARTED, ENDED = CREATED + timedelta(seconds=2), CREATED + timedelta(seconds=9)


def described(status: str, **members: Any) -> dict[str, Any]:
    """DescribeProcessingJob's least response, and more."""
    return {
        "ProcessingJobName": "job",
        "ProcessingJobStatus": status,
        "AppSpecification": {"ImageUri": "example/sh:1"},
        "ProcessingResources": {
            "ClusterConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1}
        },
        "CreationTime": CREATED,
    } | members


def phases(response: dict[str, Any]) -> list[tuple[str, datetime, datetime | None]]:
    return [(p.status, p.start, p.end) for p in report(PROCESSING, response).phases]


def test_a_job_that_has_not_started_is_starting() -> None:
    assert phases(described("InProgress")) == [("Starting", CREATED, None)]


def test_a_running_job_processes() -> None:
    assert phases(described("InProgress", ProcessingStartTime=STARTED)) == [
        ("Starting", CREATED, STARTED),
        ("Processing", STARTED, None),
    ]


def test_the_last_phase_is_how_it_ended() -> None:
    times = {"ProcessingStartTime": STARTED, "ProcessingEndTime": ENDED}
    assert phases(described("Stopped", **times))[1:] == [
        ("Processing", STARTED, ENDED),
        ("Stopped", ENDED, ENDED),
    ]


def test_one_that_failed_before_it_started_never_processed() -> None:
    assert phases(described("Failed", ProcessingEndTime=ENDED)) == [
        ("Starting", CREATED, ENDED),
        ("Failed", ENDED, ENDED),
    ]


def test_its_seconds_are_those_between_start_and_end() -> None:
    facts = dict(report(PROCESSING, described("InProgress", ProcessingStartTime=STARTED)).facts)
    assert facts["Processing time"] == ["not known yet"]
    times = {"ProcessingStartTime": STARTED, "ProcessingEndTime": ENDED}
    assert dict(report(PROCESSING, described("Completed", **times)).facts)["Processing time"] == [
        "7.0 s"
    ]
