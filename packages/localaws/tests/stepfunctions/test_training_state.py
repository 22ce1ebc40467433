"""A state that trains: it waits, it gives the job, it fails as on AWS, and it takes the job along."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Machines

FOR_EVER = "trap 'exit 0' TERM; while :; do sleep 0.1; done"


def job_name(state: dict[str, Any]) -> str:
    return str(state["Parameters"]["TrainingJobName"])


def described(machines: Machines, state: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = machines.sagemaker.describe_training_job(
        TrainingJobName=job_name(state)
    )
    return found


def test_the_output_is_the_finished_job(machines: Machines) -> None:
    state = machines.training("echo trained > /opt/ml/model/weights")
    ended = machines.run({"Train": state})
    assert ended["status"] == "SUCCEEDED", ended
    assert ended["output"]["TrainingJobName"] == job_name(state)
    assert ended["output"]["TrainingJobStatus"] == "Completed"
    assert ended["output"]["ModelArtifacts"]["S3ModelArtifacts"].endswith("/output/model.tar.gz")


def test_times_are_milliseconds_and_tags_a_map(machines: Machines) -> None:
    output = machines.run({"Train": machines.training("true")})["output"]
    assert isinstance(output["CreationTime"], int)
    assert output["TrainingEndTime"] > 1_000_000_000_000
    assert isinstance(output["Tags"], dict)


def test_the_job_is_tagged_with_the_execution(machines: Machines) -> None:
    state = machines.training("true")
    execution = machines.start({"Train": state})
    machines.ended(execution)
    arn = described(machines, state)["TrainingJobArn"]
    tags = {t["Key"]: t["Value"] for t in machines.sagemaker.list_tags(ResourceArn=arn)["Tags"]}
    assert tags == {
        "MANAGED_BY_AWS": "STARTED_BY_STEP_FUNCTIONS",
        "AWS_STEP_FUNCTIONS_EXECUTION_ARN": execution,
    }


def test_the_history_shows_the_job_submitted_before_it_succeeds(machines: Machines) -> None:
    execution = machines.start({"Train": machines.training("true")})
    machines.ended(execution)
    assert machines.events(execution) == [
        "ExecutionStarted",
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
        "TaskStateExited",
        "ExecutionSucceeded",
    ]


def test_a_failed_job_is_a_failed_task_whose_cause_is_the_job(machines: Machines) -> None:
    state = machines.training("echo the data is bad > /opt/ml/output/failure; exit 3")
    ended = machines.run({"Train": state})
    assert (ended["status"], ended["error"]) == ("FAILED", "States.TaskFailed")
    cause = json.loads(ended["cause"])
    assert cause["TrainingJobStatus"] == "Failed"
    assert "the data is bad" in cause["FailureReason"]


def test_a_catch_gets_the_cause_as_text(machines: Machines) -> None:
    state = machines.training(
        "exit 3", Catch=[{"ErrorEquals": ["States.TaskFailed"], "Next": "Caught"}]
    )
    caught = {"Type": "Pass", "Parameters": {"job.$": "States.StringToJson($.Cause)"}, "End": True}
    ended = machines.run({"Train": state, "Caught": caught})
    assert ended["output"]["job"]["TrainingJobName"] == job_name(state)


def test_a_refused_request_names_the_error_as_the_sdk_does(machines: Machines) -> None:
    state = machines.training("true")
    state["Parameters"]["TrainingJobName"] = "not_a_legal_name"
    ended = machines.run({"Train": state})
    assert ended["error"] == "SageMaker.AmazonSageMakerException"
    assert (
        "Service: AmazonSageMaker; Status Code: 400; Error Code: ValidationException"
        in ended["cause"]
    )


def test_a_name_used_before_is_in_use(machines: Machines) -> None:
    state = machines.training("true")
    machines.run({"Train": state})
    assert machines.run({"Train": state})["error"] == "SageMaker.ResourceInUseException"


def test_a_retry_may_take_its_count_into_the_name(machines: Machines) -> None:
    state = machines.training(
        'test "$TRAINING_JOB_NAME" = retried-1',
        Retry=[{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 1, "MaxAttempts": 1}],
    )
    del state["Parameters"]["TrainingJobName"]
    state["Parameters"]["TrainingJobName.$"] = "States.Format('retried-{}', $$.State.RetryCount)"
    assert machines.run({"Train": state})["output"]["TrainingJobName"] == "retried-1"


def test_stopping_the_execution_stops_the_job(machines: Machines) -> None:
    state = machines.training(FOR_EVER)
    execution = machines.start({"Train": state})
    machines.await_event(execution, "TaskSubmitted")
    machines.client.stop_execution(executionArn=execution, error="Enough", cause="no more")
    ended = machines.ended(execution)
    assert (ended["status"], ended["error"], ended["cause"]) == ("ABORTED", "Enough", "no more")
    assert machines.events(execution)[-1] == "ExecutionAborted"
    assert "TaskSucceeded" not in machines.events(execution)
    assert described(machines, state)["TrainingJobStatus"] in ("Stopping", "Stopped")


def test_a_state_that_times_out_stops_the_job(machines: Machines) -> None:
    state = machines.training(FOR_EVER, TimeoutSeconds=1)
    ended = machines.run({"Train": state})
    assert (ended["status"], ended["error"]) == ("FAILED", "States.Timeout")
    assert described(machines, state)["TrainingJobStatus"] in ("Stopping", "Stopped")


def test_an_execution_that_times_out_stops_the_job(machines: Machines) -> None:
    state = machines.training(FOR_EVER)
    ended = machines.run({"Train": state}, TimeoutSeconds=1)
    assert ended["status"] == "TIMED_OUT"
    assert "stopDate" in ended
    assert described(machines, state)["TrainingJobStatus"] in ("Stopping", "Stopped")


def test_a_sibling_that_fails_stops_the_job(machines: Machines) -> None:
    state = machines.training(FOR_EVER)
    branches = [
        {"StartAt": "Train", "States": {"Train": state}},
        {
            "StartAt": "Wait",
            "States": {
                "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Fail"},
                "Fail": {"Type": "Fail", "Error": "Sibling", "Cause": "failed"},
            },
        },
    ]
    ended = machines.run({"Both": {"Type": "Parallel", "Branches": branches, "End": True}})
    assert (ended["status"], ended["error"]) == ("FAILED", "Sibling")
    assert described(machines, state)["TrainingJobStatus"] in ("Stopping", "Stopped")


def test_a_job_that_somebody_else_stops_fails_the_task(machines: Machines) -> None:
    state = machines.training(FOR_EVER)
    execution = machines.start({"Train": state})
    machines.await_event(execution, "TaskSubmitted")
    machines.sagemaker.stop_training_job(TrainingJobName=job_name(state))
    ended = machines.ended(execution)
    assert ended["error"] == "States.TaskFailed"
    assert json.loads(ended["cause"])["TrainingJobStatus"] == "Stopped"


@pytest.mark.parametrize(
    ("resource", "says"),
    [
        (
            "arn:aws:states:::sagemaker:createLabelingJob.sync",
            "sagemaker:CreateLabelingJob is not supported",
        ),
        ("arn:aws:states:::sagemaker:createModel.sync", "createModel.sync is not recognized"),
        ("arn:aws:states:::batch:submitJob.sync", "batch:SubmitJob is not supported"),
        (
            "arn:aws:states:::aws-sdk:sagemaker:trainNothing",
            "sagemaker:trainNothing is not recognized",
        ),
    ],
)
def test_what_is_not_done_is_refused_by_name(machines: Machines, resource: str, says: str) -> None:
    state = {"Type": "Task", "Resource": resource, "Parameters": {}, "End": True}
    with pytest.raises(machines.client.exceptions.InvalidDefinition, match=says):
        machines.create({"Task": state})


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (
            ("Epochs",),
            'The field "Epochs" is not supported by Step Functions at /States/T/Parameters',
        ),
        (("ResourceConfig", "Colour"), '"Colour" is not supported'),
        (("Epochs.$",), '"Epochs" is not supported'),
    ],
)
def test_a_member_that_the_api_lacks_is_refused_at_once(
    machines: Machines, path: tuple[str, ...], says: str
) -> None:
    state = machines.training("true")
    inner = state["Parameters"]
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = "$.x"
    with pytest.raises(machines.client.exceptions.InvalidDefinition, match=says):
        machines.create({"T": state})


def test_any_hyperparameter_is_welcome(machines: Machines) -> None:
    state = machines.training("true")
    state["Parameters"]["HyperParameters"] = {"anything": "1", "else.$": "$.value"}
    ended = machines.run({"T": state}, {"value": "2"})
    assert ended["output"]["HyperParameters"] == {"anything": "1", "else": "2"}
