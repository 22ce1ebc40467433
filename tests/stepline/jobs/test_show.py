"""A job that is followed: its phases, and between them what its container says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from stepline.jobs.log import ToldLog
from stepline.jobs.show import follow
from stepline.jobs.training import TRAINING

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class SageMaker:
    """A client that sees one phase more at each look."""

    def __init__(self, *phases: str) -> None:
        self.phases, self.looks = phases, 0

    def describe_training_job(self, **request: str) -> dict[str, Any]:
        self.looks += 1
        seen = self.phases[: self.looks]
        return {
            "TrainingJobName": request["TrainingJobName"],
            "TrainingJobStatus": "Completed" if seen == self.phases else "InProgress",
            "AlgorithmSpecification": {},
            "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
            "SecondaryStatusTransitions": [
                {"Status": status, "StartTime": START + timedelta(seconds=n), "StatusMessage": ""}
                for n, status in enumerate(seen)
            ],
        }


class Log:
    """A log that has a line more at each look."""

    looks = 0

    def read(self) -> Iterator[str]:
        self.looks += 1
        yield f"line {self.looks}"


def words(*phases: str, log: Log | None = None) -> list[str]:
    account = SageMaker(*phases)
    lines = follow(account, TRAINING, "one", cast("ToldLog | None", log), pause=0)
    return [line.split(" ", 2)[-1] if line.startswith("2026") else line for line in lines]


def test_each_phase_is_told_once() -> None:
    assert words("Starting", "Training", "Completed") == ["Starting", "Training", "Completed"]


def test_what_the_container_said_comes_before_the_phase_after_it() -> None:
    assert words("Starting", "Training", "Completed", log=Log()) == [
        "Starting",
        "line 1",
        "Training",
        "line 2",
        "line 3",
        "Completed",
        "line 4",
    ]
