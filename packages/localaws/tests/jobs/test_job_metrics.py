"""What is published of the instances of jobs that really run."""

from __future__ import annotations

from ..published_metrics import published
from .conftest import ACCOUNT, REGION, Bench

USES = (
    "python3 -c \"import time; open('/opt/ml/model/weights', 'wb').write(b'1' * (64 << 20)); "
    "held = b'1' * (128 << 20); sum(range(10_000_000)); time.sleep(0.5)\""
)


def of_host(host: str, kind: str = "Training") -> dict[str, float]:
    """The mean of each metric of a host."""
    return {
        name: sum(each.sum for each in samples) / sum(each.count for each in samples)
        for (name, dimensions), samples in published(
            ACCOUNT, REGION, f"/aws/sagemaker/{kind}Jobs"
        ).items()
        if dimensions == frozenset({("Host", host)})
    }


def test_a_training_job_of_a_second_has_the_metrics_of_its_instance(bench: Bench) -> None:
    described = bench.train(USES)
    assert described["TrainingJobStatus"] == "Completed"
    found = of_host(f"{described['TrainingJobName']}/algo-1")
    assert sorted(found) == ["CPUUtilization", "DiskUtilization", "MemoryUtilization"]
    assert 0 < found["CPUUtilization"] < 110
    assert 0 < found["MemoryUtilization"] < 100 * 400 / 8192  # of 8 GiB
    assert 100 * 64 / 1024 <= found["DiskUtilization"] < 100 * 80 / 1024  # of 1 GB


def test_each_instance_of_a_processing_job_has_its_own(bench: Bench) -> None:
    request = bench.processing_request('python3 -c "sum(range(10_000_000))"')
    request["ProcessingResources"]["ClusterConfig"]["InstanceCount"] = 2
    bench.service.call("CreateProcessingJob", request)
    name = request["ProcessingJobName"]
    assert bench.ended("processing", name)["ProcessingJobStatus"] == "Completed"
    for host in ("algo-1", "algo-2"):
        assert of_host(f"{name}/{host}", "Processing")["CPUUtilization"] > 0
