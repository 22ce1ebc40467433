"""Processing jobs, executed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Bench
from .test_training_job import RESOLVER


def cluster(count: int) -> dict[str, Any]:
    resources = {"InstanceType": "ml.m5.large", "InstanceCount": count, "VolumeSizeInGB": 1}
    return {"ProcessingResources": {"ClusterConfig": resources}}


def test_a_job_takes_inputs_to_outputs(bench: Bench) -> None:
    bench.put(raw__a="one", raw__deep__b="two")
    described = bench.process(
        "cd /opt/ml/processing; cp -r raw/. out; ln -s a out/link",
        ProcessingInputs=[bench.source("raw", "raw")],
        ProcessingOutputConfig={"Outputs": [bench.target("out", "results/")]},
    )
    assert described["ProcessingJobStatus"] == "Completed"
    assert bench.keys("results") == ["results/a", "results/deep/b"]
    assert bench.text("results/deep/b") == "two"


def test_an_isolated_job_has_no_network(bench: Bench) -> None:
    if bench.runtime != "namespace":
        pytest.skip("only namespaces hold a job's network back")
    described = bench.process(RESOLVER, NetworkConfig={"EnableNetworkIsolation": True})
    assert bench.log("processing", described["ProcessingJobName"]) == ["0"]


def test_describe_echoes_the_request_and_its_defaults(bench: Bench) -> None:
    bench.put(raw__a="x")
    described = bench.process("true", ProcessingInputs=[bench.source("raw", "raw")])
    assert described["ProcessingResources"] == cluster(1)["ProcessingResources"]
    assert described["StoppingCondition"] == {"MaxRuntimeInSeconds": 86400}
    [source] = described["ProcessingInputs"]
    assert source["S3Input"]["S3InputMode"] == "File"
    assert source["S3Input"]["S3DataDistributionType"] == "FullyReplicated"
    assert described["ProcessingStartTime"] <= described["ProcessingEndTime"]


def test_a_single_object_lands_under_its_own_name(bench: Bench) -> None:
    bench.write("code/prepare.sh", "echo from code $1")
    described = bench.process(
        "",
        ProcessingInputs=[bench.source("code", "code/prepare.sh")],
        AppSpecification={
            "ImageUri": "example/jobs:1",
            "ContainerEntrypoint": ["sh", "/opt/ml/processing/code/prepare.sh"],
            "ContainerArguments": ["argument"],
        },
    )
    assert bench.log("processing", described["ProcessingJobName"]) == ["from code argument"]


def test_output_folders_are_there_before_the_start(bench: Bench) -> None:
    outputs = {"Outputs": [bench.target("a/b", "x")]}
    described = bench.process("test -d /opt/ml/processing/a/b", ProcessingOutputConfig=outputs)
    assert described["ProcessingJobStatus"] == "Completed"
    assert bench.keys() == []


def test_continuous_outputs_appear_while_the_job_runs(bench: Bench) -> None:
    outputs = {"Outputs": [bench.target("out", "live", mode="Continuous")]}
    script = (
        "cd /opt/ml/processing/out; echo 1 >first; trap 'echo 2 >last; exit' TERM; sleep 60 & wait"
    )
    name = bench.start_processing(script, ProcessingOutputConfig=outputs)
    bench.until(lambda: bench.keys("live") == ["live/first"], "processing", name)
    bench.service.call("StopProcessingJob", {"ProcessingJobName": name})
    bench.ended("processing", name)
    assert bench.keys("live") == ["live/first", "live/last"]


def test_the_job_can_read_its_own_description(bench: Bench) -> None:
    outputs = {"Outputs": [bench.target("out", "x")]}
    described = bench.process(
        "cd /opt/ml/config; cat processingjobconfig.json; echo; cat resourceconfig.json",
        ProcessingOutputConfig=outputs,
        Environment={"STAGE": "dev"},
    )
    job, resources = map(json.loads, bench.log("processing", described["ProcessingJobName"]))
    assert job["ProcessingJobArn"] == described["ProcessingJobArn"]
    assert job["Environment"] == {"STAGE": "dev"}
    assert job["ProcessingOutputConfig"]["Outputs"][0]["OutputName"] == "out"
    assert job["ProcessingResources"]["ClusterConfig"]["VolumeKmsKeyId"] is None
    assert resources["current_host"] == "algo-1"


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("printf 'kept 12 of 13' >/opt/ml/output/message", "kept 12 of 13"),
        ("printf failing >/opt/ml/output/message; exit 1", "failing"),
        ("yes | head -c 5000 | tr -d '\\n' >/opt/ml/output/message", "y" * 1024),
    ],
)
def test_the_exit_message_is_the_programs(bench: Bench, script: str, message: str) -> None:
    assert bench.process(script)["ExitMessage"] == message


def test_an_exit_message_that_is_no_text_fails_the_job(bench: Bench) -> None:
    described = bench.process(r"printf '\377\377' >/opt/ml/output/message")
    assert described["ProcessingJobStatus"] == "Failed"
    assert described["FailureReason"].startswith("ClientError: The exit message is not valid UTF-8")


def test_several_instances_share_the_objects(bench: Bench) -> None:
    bench.put(raw__a="", raw__b="", raw__c="")
    described = bench.process(
        "cd /opt/ml; ls processing/raw | xargs -I{} touch processing/out/{}-$(hostname)",
        ProcessingInputs=[
            bench.source("raw", "raw", S3DataDistributionType="ShardedByS3Key"),
        ],
        ProcessingOutputConfig={"Outputs": [bench.target("out", "shares")]},
        **cluster(2),
    )
    assert described["ProcessingJobStatus"] == "Completed"
    assert bench.keys("shares") == ["shares/a-algo-1", "shares/b-algo-2", "shares/c-algo-1"]


def test_one_failing_instance_fails_the_job_and_ends_the_others(bench: Bench) -> None:
    script = 'test "$(hostname)" = algo-1 && exit 5; sleep 60 & wait'
    described = bench.process(script, **cluster(2))
    assert described["FailureReason"] == "AlgorithmError: , exit code: 5"


def test_each_instance_has_a_log_stream(bench: Bench) -> None:
    described = bench.process("hostname", **cluster(2))
    for host in ("algo-1", "algo-2"):
        assert bench.log("processing", described["ProcessingJobName"], host) == [host]


def test_the_applications_own_inputs_are_left_to_it(bench: Bench) -> None:
    item = bench.source("raw", "nothing/here") | {"AppManaged": True}
    assert bench.process("true", ProcessingInputs=[item])["ProcessingJobStatus"] == "Completed"
