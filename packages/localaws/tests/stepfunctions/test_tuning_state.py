"""A state that tunes: the finished tuning job is its output, and one that fails is its cause."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig

from .conftest import Machines

IMAGE = "example/tuned:1"
PROGRAM = Path(__file__).parents[1] / "jobs/tuning/tuned_program.py"


@pytest.fixture(scope="module", autouse=True)
def image(machines: Machines, tmp_path_factory: pytest.TempPathFactory) -> None:
    program = tmp_path_factory.mktemp("tree") / "opt/program/train.py"
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM.read_text())
    config = ImageConfig(entrypoint=("python3", "/opt/program/train.py"))
    ImageStore(machines.aws.home).put(config, program.parents[2], tags=[IMAGE])


def tuning(machines: Machines, values: list[str], **static: str) -> dict[str, Any]:
    """A state that tries each score."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::sagemaker:createHyperParameterTuningJob.sync",
        "Parameters": {
            "HyperParameterTuningJobName": f"tuning-{uuid.uuid4().hex[:8]}",
            "HyperParameterTuningJobConfig": {
                "Strategy": "Grid",
                "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "score"},
                "ResourceLimits": {"MaxParallelTrainingJobs": 2},
                "ParameterRanges": {
                    "CategoricalParameterRanges": [{"Name": "score", "Values": values}]
                },
            },
            "TrainingJobDefinition": {
                "StaticHyperParameters": static,
                "AlgorithmSpecification": {
                    "TrainingImage": IMAGE,
                    "TrainingInputMode": "File",
                    "MetricDefinitions": [{"Name": "score", "Regex": "score=([0-9.]+)"}],
                },
                "RoleArn": machines.role,
                "ResourceConfig": {
                    "InstanceType": "ml.m5.large",
                    "InstanceCount": 1,
                    "VolumeSizeInGB": 1,
                },
                "StoppingCondition": {"MaxRuntimeInSeconds": 60},
                "OutputDataConfig": {"S3OutputPath": f"s3://{machines.bucket}/tuned"},
            },
        },
        "End": True,
    }


def test_the_output_is_the_finished_job_and_names_the_best(machines: Machines) -> None:
    output = machines.run({"Tune": tuning(machines, ["1", "3", "2"])})["output"]
    assert output["HyperParameterTuningJobStatus"] == "Completed"
    assert output["TrainingJobStatusCounters"]["Completed"] == 3
    assert isinstance(output["CreationTime"], int)
    assert output["Tags"]["MANAGED_BY_AWS"] == "STARTED_BY_STEP_FUNCTIONS"
    best = output["BestTrainingJob"]
    assert list(best) == ["TrainingJobName"]
    job = machines.sagemaker.describe_training_job(**best)
    assert job["HyperParameters"]["score"] == "3"
    assert job["TuningJobArn"] == output["HyperParameterTuningJobArn"]


def test_one_that_fails_is_the_cause(machines: Machines) -> None:
    execution = machines.run({"Tune": tuning(machines, ["1"], behave="fail")})
    assert execution["error"] == "States.TaskFailed"
    assert json.loads(execution["cause"])["FailureReason"].startswith("All training jobs failed.")


def test_stopping_the_execution_stops_the_training_jobs(machines: Machines) -> None:
    state = tuning(machines, ["1", "2", "3", "4"], behave="wait")
    execution = machines.start({"Tune": state})
    machines.await_event(execution, "TaskSubmitted")
    machines.client.stop_execution(executionArn=execution)
    name = state["Parameters"]["HyperParameterTuningJobName"]
    described = machines.sagemaker.describe_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name
    )
    assert described["HyperParameterTuningJobStatus"] in ("Stopping", "Stopped")
    created = described["TrainingJobStatusCounters"]
    assert created["InProgress"] + created["Stopped"] == 2


def test_a_refused_request_names_the_error_as_the_sdk_does(machines: Machines) -> None:
    state = tuning(machines, ["1"])
    state["Parameters"]["TrainingJobDefinition"]["AlgorithmSpecification"]["MetricDefinitions"] = []
    execution = machines.run({"Tune": state})
    assert execution["error"] == "SageMaker.AmazonSageMakerException"
    assert "A metric is required for this hyperparameter tuning job objective" in execution["cause"]
