"""A job of SageMaker's as a task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.sagemaker.errors import in_use, not_found
from localaws.sagemaker.state_change import StateChange
from localaws.sagemaker.tags import Tags
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.tasks.job import Jobs
from localaws.stepfunctions.tasks.task import Ended, Failed, Succeeded, TaskFailure
from packages.localaws.tests.stepfunctions.tasks.orders import EXECUTION, order

ARN = "arn:aws:sagemaker:us-east-1:123456789012:training-job/j"
REQUEST = {"TrainingJobName": "j", "ResourceConfig": {"InstanceCount": "1"}}
RESPONSE = {"TrainingJobArn": ARN}
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class SageMaker:
    """One job, whose status is what the test says."""

    def __init__(self, status: str | None = "InProgress") -> None:
        self.status = status
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.listeners: list[Callable[[StateChange], None]] = []
        self.tags = Tags()

    def on_state_change(self, listener: Callable[[StateChange], None]) -> None:
        self.listeners.append(listener)

    def call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self.calls.append((operation, parameters))
        if operation == "CreateTrainingJob":
            return dict(RESPONSE)
        if operation == "DescribeTrainingJob":
            if self.status is None:
                raise not_found()
            return self.described()
        return {}

    def described(self) -> dict[str, Any]:
        return RESPONSE | {"TrainingJobStatus": self.status, "CreationTime": MOMENT}

    def becomes(self, status: str) -> None:
        self.status = status
        for listener in self.listeners:
            listener(StateChange("SageMaker Training Job State Change", ARN, self.described()))


def _jobs(service: Any) -> Jobs:
    return Jobs(lambda region: service, Clock())


def _waiting(service: SageMaker) -> tuple[Jobs, list[Ended]]:
    jobs, reported = _jobs(service), list[Ended]()
    jobs.wait(order("sagemaker:createTrainingJob.sync", REQUEST), RESPONSE, reported.append)
    return jobs, reported


def test_a_job_that_is_waited_for_is_tagged() -> None:
    service = SageMaker()
    output = _jobs(service).call(order("sagemaker:createTrainingJob.sync", REQUEST))
    assert output["TrainingJobArn"] == ARN
    assert output["SdkHttpMetadata"]["HttpHeaders"]["Content-Type"] == "application/x-amz-json-1.1"
    [(_, request)] = service.calls
    assert request["ResourceConfig"] == {"InstanceCount": 1}
    assert request["Tags"] == [
        {"Key": "MANAGED_BY_AWS", "Value": "STARTED_BY_STEP_FUNCTIONS"},
        {"Key": "AWS_STEP_FUNCTIONS_EXECUTION_ARN", "Value": EXECUTION.arn},
    ]


def test_a_job_that_is_not_waited_for_is_not_tagged() -> None:
    service = SageMaker()
    _jobs(service).call(order("sagemaker:createTrainingJob", REQUEST))
    assert "Tags" not in service.calls[0][1]


def test_a_refused_job_fails_the_task() -> None:
    service = SageMaker()

    def refuse(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        raise in_use("taken")

    service.call = refuse  # type: ignore[method-assign]
    with pytest.raises(TaskFailure, match=r"taken .Service: AmazonSageMaker; ") as failure:
        _jobs(service).call(order("sagemaker:createTrainingJob.sync", REQUEST))
    assert failure.value.error == "SageMaker.ResourceInUseException"


def test_the_end_of_a_job_is_heard_from_the_job() -> None:
    service = SageMaker()
    _, reported = _waiting(service)
    service.becomes("Stopping")
    assert reported == []
    service.becomes("Completed")
    told = {**RESPONSE, "TrainingJobStatus": "Completed", "CreationTime": 1767323045000, "Tags": {}}
    assert reported == [Succeeded(told)]
    service.becomes("Completed")
    assert len(reported) == 1


@pytest.mark.parametrize("status", ["Failed", "Stopped"])
def test_a_job_that_does_not_complete_fails_the_task_with_its_description(status: str) -> None:
    service = SageMaker()
    _, reported = _waiting(service)
    service.becomes(status)
    [ended] = reported
    assert isinstance(ended, Failed)
    assert ended.error == "States.TaskFailed"
    assert json_text.read(ended.cause)["TrainingJobStatus"] == status


def test_a_job_may_have_ended_before_anybody_waits() -> None:
    _, reported = _waiting(SageMaker("Completed"))
    assert isinstance(reported[0], Succeeded)


def test_a_job_that_died_with_the_server_has_failed() -> None:
    _, reported = _waiting(SageMaker(None))
    [ended] = reported
    assert isinstance(ended, Failed)
    told = json_text.read(ended.cause)
    assert told["TrainingJobArn"] == ARN
    assert told["TrainingJobStatus"] == "Failed"
    why = "InternalServerError: The embedded AWS was shut down meanwhile."
    assert told["FailureReason"] == why


def test_a_task_that_is_over_stops_its_job_and_hears_no_more() -> None:
    service = SageMaker()
    jobs, reported = _waiting(service)
    jobs.stop(order("sagemaker:createTrainingJob.sync", REQUEST), RESPONSE)
    assert ("StopTrainingJob", {"TrainingJobName": "j"}) in service.calls
    service.becomes("Stopped")
    assert reported == []


def test_a_service_is_listened_to_once() -> None:
    service = SageMaker()
    jobs = _jobs(service)
    for _ in range(3):
        jobs.call(order("sagemaker:createTrainingJob.sync", REQUEST))
    assert len(service.listeners) == 1
