"""A job's description, as the cause of an execution, becomes a sentence."""

import json

import pytest

from stepline.watching.failure import sentence


@pytest.mark.parametrize(
    ("job", "told"),
    [
        (
            {"TrainingJobName": "j", "FailureReason": "AlgorithmError: no label"},
            "Training job j failed: AlgorithmError: no label.",
        ),
        (
            {
                "ProcessingJobName": "j",
                "FailureReason": "AlgorithmError: , exit code: 1",
                "ExitMessage": "line 3: there is\n no column y.",
            },
            "Processing job j failed: line 3: there is no column y.",
        ),
        (
            {"TrainingJobName": "j", "FailureReason": "ClientError: no data", "ExitMessage": "x"},
            "Training job j failed: ClientError: no data.",
        ),
        (
            {
                "TrainingJobName": "j",
                "SecondaryStatus": "MaxRuntimeExceeded",
                "StoppingCondition": {"MaxRuntimeInSeconds": 60},
            },
            "Training job j was stopped at its limit of 60 seconds.",
        ),
        (
            {"TransformJobName": "j", "TransformJobStatus": "Stopped"},
            "Transform job j was stopped.",
        ),
        ({"HyperParameterTuningJobName": "j"}, "Hyper parameter tuning job j failed."),
    ],
)
def test_what_became_of_a_job_is_said_with_its_reason_and_its_log(
    job: dict[str, object], told: str
) -> None:
    found = sentence(json.dumps(job))
    assert found is not None
    assert found.startswith(f"{told} Its log: group /aws/sagemaker/")


@pytest.mark.parametrize("cause", [None, "", "A sentence.", "{cut short", "[1]", '{"a": 1}'])
def test_what_is_no_job_is_left_as_it_is(cause: str | None) -> None:
    assert sentence(cause) is None
