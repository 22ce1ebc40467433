"""Jobs against a quota: what counts for it, and from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from localaws.jobs.kinds import QUOTA_USES
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.quotas import Quotas

from .conftest import Bench, WithJobs

WAITS = "trap 'exit 0' TERM; sleep 60 & wait"
QUOTAS = [
    "ml.m5.large for training job usage=2",
    "ml.m5.large for spot training job usage=0",
    "ml.m5.large for processing job usage=3",
]


@pytest.fixture
def bench(services: WithJobs, role: str) -> Iterator[Bench]:
    quotas = Quotas.parse(QUOTAS, QUOTA_USES)
    own = WithJobs(replace(services.context, quotas=quotas), slots=1)
    yield Bench(own, role)
    own.shutdown()


def cluster(count: int) -> dict[str, Any]:
    one = {"InstanceType": "ml.m5.large", "InstanceCount": count, "VolumeSizeInGB": 1}
    return {"ClusterConfig": one}


def test_jobs_count_from_their_acceptance_to_their_end_waiting_ones_too(bench: Bench) -> None:
    first, second = bench.start_training(WAITS), bench.start_training(WAITS)  # one waits
    request = bench.training_request("true")
    with pytest.raises(ApiError, match="is 2 Instances, with current utilization of 2 Instances"):
        bench.service.call("CreateTrainingJob", dict(request))
    for name in (second, first):
        bench.service.call("StopTrainingJob", {"TrainingJobName": name})
        bench.ended("training", name)
    bench.service.call("CreateTrainingJob", dict(request))  # nothing was left of the refused one
    assert bench.ended("training", request["TrainingJobName"])["TrainingJobStatus"] == "Completed"


def test_every_instance_of_a_job_counts(bench: Bench) -> None:
    bench.start_processing(WAITS, ProcessingResources=cluster(2))
    with pytest.raises(ApiError, match="utilization of 2 Instances and a request delta of 2 Inst"):
        bench.start_processing("true", ProcessingResources=cluster(2))
    bench.start_processing("true", ProcessingResources=cluster(1))


def test_each_use_has_a_quota_of_its_own(bench: Bench) -> None:
    spot = {
        "EnableManagedSpotTraining": True,
        "StoppingCondition": {"MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 60},
    }
    with pytest.raises(ApiError, match=r"'ml.m5.large for spot training job usage' is 0 Instances"):
        bench.start_training("true", **spot)
    bench.start_training("true")


def test_other_types_and_regions_are_free(bench: Bench) -> None:
    for _ in range(2):
        bench.start_training(WAITS)
    resources = {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 1}
    bench.start_training("true", ResourceConfig=resources)
    elsewhere = bench.services.for_region("eu-west-1")
    elsewhere.call("CreateTrainingJob", bench.training_request("true"))
