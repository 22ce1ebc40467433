"""A kind of job is what one module says: here one more is made, and all machinery does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from localaws.images.aws_made import Catalogue
from localaws.jobs.job import Job, Progress
from localaws.jobs.kind import JobKind, Request
from localaws.jobs.plan import Environment, JobPlan, Output, hosts
from localaws.sagemaker.errors import ApiError, validation
from localaws.sagemaker.quotas import Instances, Quotas
from localaws.sagemaker.state_change import StateChange
from localaws.this_aws.s3_location import S3Location

from .conftest import IMAGE, Bench, WithJobs, new_name


def accepted(request: Request, _catalogue: Catalogue) -> dict[str, Any]:
    if request.get("BatchStrategy") == "SingleRecord":
        raise validation("One record at a time is too slow.")
    return {"MaxConcurrentTransforms": 1, **request}


def instances(request: Request) -> Instances:
    resources = request["TransformResources"]
    return Instances("transform job", resources["InstanceType"], resources["InstanceCount"])


def plan(job: Job, environment: Environment) -> JobPlan:
    role, script = job.request["ModelName"].split("--")[-1], job.request["Environment"]["SCRIPT"]
    target = S3Location.parse(job.request["TransformOutput"]["S3OutputPath"])
    return JobPlan(
        image=IMAGE,
        hosts=hosts(1),
        time_limit=60,
        role=f"arn:aws:iam::123456789012:role/{role}",
        instance_type=job.request["TransformResources"]["InstanceType"],
        entrypoint=("sh", "-c"),
        arguments=(script,),
        environment=environment(False),
        outputs=(Output("predictions", "output", target),),
    )


def shown(job: Job, _progress: Progress) -> dict[str, Any]:
    return {"AutoMLJobArn": f"{job.arn}/of-nobody"}


TRANSFORM = JobKind(
    noun="TransformJob",
    activity="transform",
    arn_part="transform-job",
    log_group="/aws/sagemaker/TransformJobs",
    event="SageMaker Transform Job State Change",
    product="predictions",
    shows_phases=False,
    quota_uses={"transform job": "TransformInstanceType"},
    accepted=accepted,
    instances=instances,
    plan=plan,
    shown=shown,
    listed=("TransformJobName", "TransformJobArn", "TransformJobStatus", "FailureReason"),
)


@pytest.fixture
def bench(services: WithJobs, role: str) -> Iterator[Bench]:
    """A SageMaker with this kind alone, on one instance at most."""
    quotas = Quotas.parse(["ml.m5.large for transform job usage=1"], TRANSFORM.quota_uses)
    own = WithJobs(replace(services.context, quotas=quotas), kinds=[TRANSFORM])
    yield Bench(own, role)
    own.shutdown()


def create(bench: Bench, script: str, **members: Any) -> str:
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": bench.uri("in")}}
    request = {
        "TransformJobName": new_name(),
        "ModelName": f"model--{bench.role.rpartition('/')[2]}",
        "Environment": {"SCRIPT": script},
        "TransformInput": {"DataSource": source},
        "TransformOutput": {"S3OutputPath": bench.uri("out")},
        "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
    } | members
    bench.service.call("CreateTransformJob", request)
    return str(request["TransformJobName"])


def test_it_runs_and_each_change_of_its_status_is_told(bench: Bench) -> None:
    heard: list[StateChange] = []
    bench.service.on_state_change(heard.append)
    name = create(bench, "echo done; echo 1 >/opt/ml/output/a", Tags=[{"Key": "a", "Value": "b"}])
    described = bench.ended("transform", name)
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:transform-job/{name}"
    assert (described["TransformJobArn"], described["TransformJobStatus"]) == (arn, "Completed")
    assert described["TransformStartTime"] <= described["TransformEndTime"]
    assert (described["MaxConcurrentTransforms"], described["AutoMLJobArn"]) == (
        1,
        f"{arn}/of-nobody",
    )
    assert bench.keys("out") == ["out/a"]
    assert bench.log("transform", name) == ["done"]
    assert bench.service.tags.of(arn) == [{"Key": "a", "Value": "b"}]
    assert {change.detail_type for change in heard} == {"SageMaker Transform Job State Change"}
    assert [change.described["TransformJobStatus"] for change in heard] == [
        "InProgress",
        "Completed",
    ]
    [listed] = bench.service.call("ListTransformJobs", {})["TransformJobSummaries"]
    assert listed == {
        "TransformJobName": name,
        "TransformJobArn": arn,
        "TransformJobStatus": "Completed",
    }


def test_it_is_stopped_and_counted_and_fails_in_its_own_words(bench: Bench) -> None:
    name = create(bench, "trap 'exit 0' TERM; sleep 60 & wait")
    with pytest.raises(ApiError, match=r"'ml.m5.large for transform job usage' is 1 Instances"):
        create(bench, "true")
    bench.service.call("StopTransformJob", {"TransformJobName": name})
    assert bench.ended("transform", name)["TransformJobStatus"] == "Stopped"
    phases = [phase.message for phase in bench.job("transform", name).progress.phases]
    assert "Stopping the transform job" in phases
    assert phases[-1] == "Transform job stopped"
    with pytest.raises(
        ApiError, match=r"Transform job names must be unique .* a transform job with"
    ):
        create(bench, "true", TransformJobName=name)
    described = bench.ended("transform", create(bench, "exit 3"))
    assert described["FailureReason"] == "AlgorithmError: , exit code: 3"


def test_what_it_does_not_do_is_refused_and_leaves_nothing(bench: Bench) -> None:
    with pytest.raises(ApiError, match="One record at a time is too slow"):
        create(bench, "true", BatchStrategy="SingleRecord")
    with pytest.raises(ApiError, match="Could not assume role"):
        create(bench, "true", ModelName="model--nobody")
    assert bench.service.call("ListTransformJobs", {})["TransformJobSummaries"] == []
