"""What a state may have at most: its jobs never make it more, however much SageMaker says of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipelines import catalog
from pipelines.closing.state_machine import definition as closing
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.workflow.room import MOST_JOBS
from tests.pipelines.workflow.calls import said

MOST = 256 * 1024
NAME, URI = "n" * 63, f"s3://{'b' * 63}/{'k' * 900}"
IMAGE = f"123456789012.dkr.ecr.us-east-1.amazonaws.com/{'r' * 180}"
REASON = "\N{SNOWMAN}" * 1024
MACHINE = {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 30}
MOMENTS = ("2026-01-02T03:04:05.678Z", "2026-01-02T04:04:05.678Z")
TRAINING = {
    "TrainingJobArn": f"arn:aws:sagemaker:us-east-1:123456789012:training-job/{NAME}",
    "TrainingJobStatus": "Failed",
    "FailureReason": REASON,
    "RoleArn": f"arn:aws:iam::123456789012:role/{'r' * 64}",
    "AlgorithmSpecification": {
        "TrainingImage": IMAGE,
        "ContainerEntrypoint": ["e" * 256] * 100,
        "ContainerArguments": ["a" * 256] * 100,
    },
    "ResourceConfig": MACHINE,
    "TrainingStartTime": MOMENTS[0],
    "TrainingEndTime": MOMENTS[1],
    "BillableTimeInSeconds": 3600,
    "HyperParameters": {f"{n:0256}": "\N{SNOWMAN}" * 2500 for n in range(20)},
    "InputDataConfig": [
        {"ChannelName": f"{n:064}", "DataSource": {"S3DataSource": {"S3Uri": URI}}}
        for n in range(20)
    ],
    "ModelArtifacts": {"S3ModelArtifacts": URI},
    "FinalMetricDataList": [{"MetricName": f"{n:0255}", "Value": 0.1} for n in range(40)],
}
PROCESSING = {
    "ProcessingJobArn": f"arn:aws:sagemaker:us-east-1:123456789012:processing-job/{NAME}",
    "ProcessingJobStatus": "Failed",
    "ExitMessage": REASON,
    "AppSpecification": {
        "ImageUri": IMAGE,
        "ContainerEntrypoint": ["\N{SNOWMAN}" * 256] * 100,
        "ContainerArguments": ["\N{SNOWMAN}" * 256] * 100,
    },
    "ProcessingResources": {"ClusterConfig": MACHINE},
    "ProcessingStartTime": MOMENTS[0],
    "ProcessingEndTime": MOMENTS[1],
    "ProcessingInputs": [
        {"InputName": "code" if n == 0 else f"{n:064}", "S3Input": {"S3Uri": URI}}
        for n in range(10)
    ],
    "ProcessingOutputConfig": {
        "Outputs": [{"OutputName": f"{n:064}", "S3Output": {"S3Uri": URI}} for n in range(10)]
    },
}
TRANSFORM = {
    "TransformJobArn": f"arn:aws:sagemaker:us-east-1:123456789012:transform-job/{NAME}",
    "TransformJobStatus": "Failed",
    "FailureReason": REASON,
    "TransformInput": {"DataSource": {"S3DataSource": {"S3Uri": URI}}},
    "TransformOutput": {"S3OutputPath": URI},
    "TransformResources": MACHINE,
}
DESCRIBED = {"training": TRAINING, "processing": PROCESSING, "transform": TRANSFORM}


def size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode())


def with_jobs(states: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The state behind the Map that describes the jobs, each of which is as long as it can be."""
    each = states["Describe jobs"]
    inside = each["ItemProcessor"]["States"]
    told = []
    for item in said(each["Items"], given):
        look = inside[f"Describe {item['kind']} job"]
        found = said(look["Output"], item, result=DESCRIBED[item["kind"]])
        told.append(said(inside["Job told"]["Output"], found))
    assert not any("room" in job for job in told)
    after: dict[str, Any] = said(each["Output"], given, result=told)
    return after


@pytest.mark.parametrize("hyperparameters", [0, 40])
def test_a_retraining_of_six_long_jobs_ends_with_a_record(
    definitions: Any, hyperparameters: int
) -> None:
    states = definitions["clicks"]["States"]
    long = {f"p{n}": "x" * 2500 for n in range(hyperparameters)}
    steps = {
        key: {"name": key, "job": NAME, "reused_from": None, "changed": ["x" * 400] * changed}
        for key, changed in (("preprocess", 5), ("train", 50), ("evaluate", 5))
    }
    given = {
        "names": {"run": NAME},
        "where": {"run": URI},
        "config": {"endpoint": {"name": NAME}, "hyperparameters": long},
        "outcome": {"name": "In service", "sentence": "It serves."},
        "steps": steps,
        # Redriven so often that as many as are told were before.
        "listed": [
            {
                "key": "training",
                "name": "Train",
                "kind": "training",
                "job": f"{n:063}",
                "reused_from": None,
                "created": n,
            }
            for n in range(MOST_JOBS)
        ],
        "champion_encoding": {"ProcessingJobName": NAME},
        "champion_transform": {"TransformJobName": NAME},
    }
    before = size(given)
    after = with_jobs(states, given)
    assert len(after["jobs"]) == MOST_JOBS + 5
    assert size(after) < MOST - 30_000
    body = states["Write record"]["Arguments"]["Body"]
    state = {"EnteredTime": MOMENTS[1]}
    execution = {"Id": "arn:x", "Name": "n", "StartTime": MOMENTS[0]}
    record = said(
        body,
        after,
        context={"Execution": execution, "State": state, "StateMachine": {"Id": "arn:y"}},
    )
    assert size(record) < MOST - 30_000
    assert all(job["left_out"] for job in record["jobs"] if job["kind"] != "transform")
    assert len(record["jobs"][0]["failure_reason"]) == 1000
    assert before < size(record)


def test_a_closing_of_very_many_long_jobs_tells_of_the_last(inputs: DeploymentInputs) -> None:
    states = closing(catalog.load("clicks"), inputs)["States"]
    # As EventBridge gives it: with an input of nearly all that an event may have.
    detail = {
        "executionArn": f"arn:aws:states:us-east-1:123456789012:execution:{'m' * 80}:{'e' * 80}",
        "stateMachineArn": f"arn:aws:states:us-east-1:123456789012:stateMachine:{'m' * 80}",
        "name": "e" * 80,
        "status": "FAILED",
        "startDate": 1_767_323_045_678,
        "stopDate": 1_767_323_065_678,
        "input": json.dumps({"data": "x" * 245_000, "started_by": "\N{SNOWMAN}" * 1200}),
        "error": "E" * 256,
        "cause": "\N{SNOWMAN}" * 32_768,
    }
    given: Any = {"source": "aws.states", "detail": detail}
    result = {"Status": "FAILED", "Error": detail["error"], "Cause": detail["cause"]}
    look = states["Look at the execution"]
    unseen = said(look["Catch"][-1]["Output"], given, errorOutput={"Error": "E", "Cause": "C"})
    given = said(look["Output"], given, result=result)
    assert unseen == {**given, "now": {}}
    assert size(given) < MOST
    given = said(states["Say what happened"]["Output"], given)
    assert given["ending"]["started_by"] == "\N{SNOWMAN}" * 1200
    for noun in ("ProcessingJob", "TrainingJob", "TransformJob"):
        listed = [
            {
                f"{noun}Name": f"{given['names']['run']}-{at}-0",
                "CreationTime": f"2026-01-02T03:{at % 60:02}:05Z",
            }
            for at in range(100)
        ]
        kind = noun.removesuffix("Job").lower()
        given = said(
            states[f"List {kind} jobs"]["Output"], given, result={f"{noun}Summaries": listed}
        )
        assert size(given) < MOST
    assert len(given["listed"]) == MOST_JOBS
    assert given["unlisted"] == 300 - MOST_JOBS
    after = with_jobs(states, given)
    assert len(after["jobs"]) == MOST_JOBS
    assert size(after) < MOST - 30_000
    record = said(states["Write record"]["Arguments"]["Body"], after)
    assert size(record) < MOST - 30_000
    assert record["jobs_left_out"] == 286
    assert record["cost"]["unknown"][-1] == "What its first 286 jobs cost is not added up."
    assert "created" not in record["jobs"][0]
