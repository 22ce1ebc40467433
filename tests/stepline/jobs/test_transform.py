"""What is told of a transform job."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from stepline.jobs.report import report
from stepline.jobs.transform import TRANSFORM

CREATED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
STARTED, ENDED = CREATED + timedelta(seconds=2), CREATED + timedelta(seconds=9)


def described(status: str, **members: Any) -> dict[str, Any]:
    """DescribeTransformJob's least response, and more."""
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/in"}}
    return {
        "TransformJobName": "job",
        "TransformJobStatus": status,
        "ModelName": "bank",
        "TransformInput": {"DataSource": source},
        "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 2},
        "CreationTime": CREATED,
    } | members


def test_its_phases_are_read_from_its_times() -> None:
    times = {"TransformStartTime": STARTED, "TransformEndTime": ENDED}
    found = report(TRANSFORM, described("Completed", **times)).phases
    assert [(p.status, p.start, p.end) for p in found] == [
        ("Starting", CREATED, STARTED),
        ("Transform", STARTED, ENDED),
        ("Completed", ENDED, ENDED),
    ]


def test_one_that_waits_is_starting() -> None:
    [phase] = report(TRANSFORM, described("InProgress")).phases
    assert (phase.status, phase.end) == ("Starting", None)


def test_its_facts() -> None:
    facts = dict(report(TRANSFORM, described("Failed", FailureReason="ClientError: x")).facts)
    assert facts["Failure reason"] == ["ClientError: x"]
    assert facts["Instances"] == ["2 × ml.m5.large"]
    assert (facts["Model"], facts["Input"]) == (["bank"], ["s3://b/in"])
    assert facts["Transform time"] == ["not known yet"]
    assert "Output" not in facts
