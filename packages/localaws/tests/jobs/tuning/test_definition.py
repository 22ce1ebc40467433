from __future__ import annotations

from typing import Any

from localaws.jobs.tuning.definition import Definition, Objective, with_objective

AUC = Objective("auc", True)
RESOURCES = {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5}


def definition(**members: Any) -> Definition:
    request = {
        "AlgorithmSpecification": {"TrainingImage": "image", "TrainingInputMode": "File"},
        "RoleArn": "role",
        "OutputDataConfig": {"S3OutputPath": "s3://bucket/models"},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        **members,
    }
    return Definition(request, AUC, (), {"epochs": "3"})


def test_a_training_job_has_what_is_static_what_is_tuned_and_the_objective() -> None:
    request = definition(ResourceConfig=RESOURCES).training_request("one", {"eta": "0.1"})
    assert request["HyperParameters"] == {
        "epochs": "3",
        "_tuning_objective_metric": "auc",
        "eta": "0.1",
    }
    assert request["ResourceConfig"] == RESOURCES
    assert request["TrainingJobName"] == "one"


def test_of_several_instance_configurations_the_first_is_taken() -> None:
    flexible = {
        "VolumeKmsKeyId": "key",
        "AllocationStrategy": "Prioritized",
        "InstanceConfigs": [RESOURCES, RESOURCES | {"InstanceType": "ml.c5.xlarge"}],
    }
    one = definition(HyperParameterTuningResourceConfig=flexible)
    expected = {"VolumeKmsKeyId": "key", **RESOURCES}
    assert one.training_request("one", {})["ResourceConfig"] == expected
    shown = one.shown([])
    assert shown["ResourceConfig"] == expected
    assert shown["HyperParameterTuningResourceConfig"] == flexible


def test_no_training_job_goes_on_from_the_checkpoints_of_another() -> None:
    one = definition(
        ResourceConfig=RESOURCES,
        CheckpointConfig={"S3Uri": "s3://bucket/checkpoints/", "LocalPath": "/opt/ml/checkpoints"},
    )
    assert one.training_request("one", {})["CheckpointConfig"] == {
        "S3Uri": "s3://bucket/checkpoints/one",
        "LocalPath": "/opt/ml/checkpoints",
    }


def test_the_objectives_metric_is_defined_once_more() -> None:
    metrics = [{"Name": "loss", "Regex": "a(.)"}, {"Name": "auc", "Regex": "b(.)"}]
    assert with_objective(metrics, AUC) == [*metrics, {"Name": "ObjectiveMetric", "Regex": "b(.)"}]
    assert with_objective(metrics[:1], AUC) is None
