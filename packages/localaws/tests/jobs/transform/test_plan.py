"""What an accepted transform job comes to."""

from __future__ import annotations

from typing import Any

from localaws.clock import Clock
from localaws.jobs.job import Job
from localaws.jobs.plan import Input, JobPlan
from localaws.jobs.transform.kind import TRANSFORM
from localaws.jobs.transform.plan import MODEL
from localaws.sagemaker.model_data import ModelData
from localaws.this_aws.s3_location import S3Location

REQUEST = {
    "TransformInput": {
        "DataSource": {"S3DataSource": {"S3DataType": "ManifestFile", "S3Uri": "s3://b/m"}}
    },
    "TransformOutput": {"S3OutputPath": "s3://b/out", "KmsKeyId": ""},
    "TransformResources": {
        "InstanceType": "ml.m5.large",
        "InstanceCount": 2,
        "VolumeKmsKeyId": "key",
    },
    "Environment": {"A": "job", "SAGEMAKER_BATCH": "no"},
    "MaxPayloadInMB": 1,
}
CONTAINER = {
    "Image": "image",
    "ModelDataUrl": "s3://b/model.tar.gz",
    "Environment": {"A": "model", "B": "model"},
}


def planned(**model: Any) -> JobPlan:
    found = {"ExecutionRoleArn": "arn:role", **model}
    job = Job("transform job", "n", "arn:n", REQUEST, Clock(), {MODEL: found})
    return TRANSFORM.plan(job, lambda isolated: {"ISOLATED": str(isolated)})


def test_it_is_the_models_container_that_serves() -> None:
    plan = planned(PrimaryContainer=CONTAINER)
    assert (plan.image, plan.arguments, plan.role) == ("image", ("serve",), "arn:role")
    assert plan.model == ModelData("s3://b/model.tar.gz", "b", "model.tar.gz", True)
    assert plan.environment == {
        "ISOLATED": "False",
        "A": "job",
        "B": "model",
        "SAGEMAKER_BATCH": "true",
        "SAGEMAKER_MAX_PAYLOAD_IN_MB": "1",
    }
    assert plan.work is not None


def test_the_one_of_several_containers() -> None:
    plan = planned(Containers=[{"Image": "other"}], EnableNetworkIsolation=True)
    assert (plan.image, plan.model, plan.isolated) == ("other", None, True)


def test_what_it_reads_and_writes() -> None:
    plan = planned(PrimaryContainer=CONTAINER)
    assert plan.shared == Input("TransformInput", S3Location("b", "m"), "", True, True)
    assert plan.destinations() == [S3Location("b", "out")]
    assert plan.keys == ("key",)
    assert plan.inputs == ()


def test_instances_are_called_as_ec2_calls_them() -> None:
    first, second = planned(PrimaryContainer=CONTAINER).hosts
    assert first.startswith("i-")
    assert len(first) == 19
    assert first != second
    assert planned(PrimaryContainer=CONTAINER).hosts == (first, second)
