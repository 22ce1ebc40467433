"""Transform jobs, executed: SageMaker with both wings, and a model that multiplies."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from moto.logs.models import logs_backends

from localaws.hosting import Hostings
from localaws.images.store import ImageStore
from localaws.jobs.jobs import Jobs
from localaws.runtime import choose
from localaws.runtime.process_image import ImageConfig
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.service import SageMakers
from localaws.this_aws import objects

from ...published_metrics import published
from ..conftest import ACCOUNT, ENDS_WITHIN, REGION, Bench, WithJobs, new_name

IMAGE = "example/multiplying:1"
PROGRAM = Path(__file__).parent / "transforming_program.py"
GROUP = "/aws/sagemaker/TransformJobs"


class WithHosting(WithJobs):
    """SageMaker with both wings."""

    def __init__(self, context: ServerContext) -> None:
        self.jobs = Jobs(context.home, 4)
        SageMakers.__init__(self, context, [self.jobs.part, Hostings(context.home).part])


@pytest.fixture(scope="module")
def both_wings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WithHosting]:
    home, tree = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("tree")
    (tree / "opt/program").mkdir(parents=True)
    (tree / "opt/program/serve.py").write_text(PROGRAM.read_text())
    images = ImageStore(home)
    config = ImageConfig(entrypoint=("python3", "/opt/program/serve.py"))
    images.put(config, tree, tags=[IMAGE])
    context = ServerContext(ACCOUNT, home, choose(home, images), "http://localhost:1")
    services = WithHosting(context)
    yield services
    services.shutdown()


class Transforms(Bench):
    """A model that doubles, and objects below ``in/``."""

    def __init__(self, services: WithHosting, role: str) -> None:
        super().__init__(services, role)
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
            member = tarfile.TarInfo("factor")
            member.size = 1
            tar.addfile(member, io.BytesIO(b"2"))
        objects.write(self.bucket, "model.tar.gz", buffer.getvalue())
        self.model = new_name()
        self.create_model(self.model)

    def create_model(self, name: str, **environment: str) -> None:
        container = {"Image": IMAGE, "ModelDataUrl": self.uri("model.tar.gz")}
        self.service.call(
            "CreateModel",
            {
                "ModelName": name,
                "ExecutionRoleArn": self.role,
                "PrimaryContainer": container | {"Environment": {"WHO": "model"} | environment},
            },
        )

    def start(self, **members: Any) -> str:
        source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": self.uri("in/")}}
        request = {
            "TransformJobName": new_name(),
            "ModelName": self.model,
            "TransformInput": {
                "DataSource": source,
                "SplitType": "Line",
                "ContentType": "text/csv",
            },
            "TransformOutput": {"S3OutputPath": self.uri("out"), "Accept": "text/csv"},
            "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
        } | members
        self.service.call("CreateTransformJob", request)
        return str(request["TransformJobName"])

    def transform(self, **members: Any) -> dict[str, Any]:
        return self.ended("transform", self.start(**members))

    def streams(self, job: str) -> dict[str, list[str]]:
        """The lines of its log streams, by their names."""
        group = logs_backends[ACCOUNT][REGION].groups[GROUP]
        return {
            name: [event.message for event in stream.events]
            for name, stream in sorted(group.streams.items())
            if name.startswith(f"{job}/")
        }


@pytest.fixture
def bench(both_wings: WithHosting, role: str) -> Transforms:
    return Transforms(both_wings, role)


def test_rows_become_predictions(bench: Transforms) -> None:
    bench.put(in__a="1\n2\n", in__deep__b="3\n")
    described = bench.transform(Environment={"WHO": "job"}, BatchStrategy="MultiRecord")
    assert described["TransformJobStatus"] == "Completed", described
    assert described["TransformStartTime"] <= described["TransformEndTime"]
    assert (bench.text("out/a.out"), bench.text("out/deep/b.out")) == ("2\n4\n", "6\n")
    (stream, lines), (data_log, told) = bench.streams(described["TransformJobName"]).items()
    assert lines == [
        "serve ('SAGEMAKER_BATCH', 'true') ('SAGEMAKER_BATCH_STRATEGY', 'MULTI_RECORD') job"
    ]
    assert data_log == f"{stream}/data-log"
    assert [line.partition(":[sagemaker logs]: ")[2] for line in told] == [
        "MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD"
    ]


def pipeline(bench: Transforms, count: int, **more: Any) -> str:
    """A model of so many containers, each of which doubles."""
    name = new_name()
    container = {"Image": IMAGE, "ModelDataUrl": bench.uri("model.tar.gz")}
    request = {"ModelName": name, "ExecutionRoleArn": bench.role, "Containers": [container] * count}
    bench.service.call("CreateModel", request | more)
    return name


def test_rows_pass_through_every_container_of_a_pipeline(bench: Transforms) -> None:
    bench.put(in__a="1\n2\n")
    described = bench.transform(ModelName=pipeline(bench, 3), BatchStrategy="MultiRecord")
    assert described["TransformJobStatus"] == "Completed", described
    assert bench.text("out/a.out") == "8\n16\n"
    streams = list(bench.streams(described["TransformJobName"]))
    stem = streams[0].rpartition("/")[0]
    assert streams == [
        *(f"{stem}/container-{number}" for number in (1, 2, 3)),
        f"{stem}/data-log",
    ]


def test_each_instance_has_metrics_by_its_id_but_none_of_its_disk(bench: Transforms) -> None:
    bench.put(in__a="1\n")
    resources = {"InstanceType": "ml.m5.large", "InstanceCount": 2}
    job = bench.transform(TransformResources=resources)["TransformJobName"]
    ids = {name.split("/")[1].rpartition("-")[0] for name in bench.streams(job)}
    found = [
        (metric, host)
        for metric, dimensions in published(ACCOUNT, REGION, GROUP)
        for _, host in dimensions
        if host.startswith(f"{job}/")
    ]
    assert len(ids) == 2
    assert sorted(found) == [
        (metric, f"{job}/{instance}")
        for metric in ("CPUUtilization", "MemoryUtilization")
        for instance in sorted(ids)
    ]


def test_the_container_of_a_pipeline_that_fails_is_named(bench: Transforms) -> None:
    bench.put(in__a="1\nno\n")
    described = bench.transform(ModelName=pipeline(bench, 2), BatchStrategy="SingleRecord")
    assert described["TransformJobStatus"] == "Failed"
    *_, told = bench.streams(described["TransformJobName"]).values()
    assert "That was the response of container container-1 to record 2" in told[-1]


def test_a_direct_model_cannot_be_transformed_with(bench: Transforms) -> None:
    name = pipeline(bench, 2, InferenceExecutionConfig={"Mode": "Direct"})
    with pytest.raises(ApiError, match="Mode Direct: a transform job cannot name"):
        bench.start(ModelName=name)


def test_describe_echoes_the_request_and_its_defaults(bench: Transforms) -> None:
    bench.put(in__a="1\n")
    described = bench.transform()
    assert described["TransformInput"]["CompressionType"] == "None"
    assert described["TransformOutput"]["AssembleWith"] == "None"
    assert described["DataProcessing"] == {
        "InputFilter": "$",
        "OutputFilter": "$",
        "JoinSource": "None",
    }
    name = described["TransformJobName"]
    assert described["TransformJobArn"].endswith(f":transform-job/{name}")
    listed = bench.service.call("ListTransformJobs", {"NameContains": name})
    [summary] = listed["TransformJobSummaries"]
    assert summary["TransformJobStatus"] == "Completed"
    assert summary["LastModifiedTime"] >= described["TransformEndTime"]
    assert "LastModifiedTime" not in described


def test_instances_share_the_objects(bench: Transforms) -> None:
    for number in range(5):
        bench.write(f"in/{number}", f"{number}\n")
    resources = {"InstanceType": "ml.m5.large", "InstanceCount": 2}
    described = bench.transform(TransformResources=resources)
    assert described["TransformJobStatus"] == "Completed", described
    assert [bench.text(key) for key in bench.keys("out")] == [f"{2 * n}\n" for n in range(5)]
    assert len(bench.streams(described["TransformJobName"])) == 4


def test_a_manifest_names_the_objects(bench: Transforms) -> None:
    bench.put(in__a="1\n", in__deep__b="2\n")
    bench.write("manifest", f'[{{"prefix": "{bench.uri("in/")}"}}, "deep/b"]')
    source = {"S3DataSource": {"S3DataType": "ManifestFile", "S3Uri": bench.uri("manifest")}}
    bench.transform(TransformInput={"DataSource": source})
    assert bench.keys("out") == ["out/deep/b.out"]


def test_a_bad_record_fails_the_job_and_not_the_other_objects(bench: Transforms) -> None:
    bench.put(in__a="1\n", in__b="2\nx\n")
    described = bench.transform()
    assert described["TransformJobStatus"] == "Failed"
    assert described["FailureReason"] == "ClientError: See job logs for more information"
    assert bench.keys("out") == ["out/a.out"]
    [told] = [
        lines
        for name, lines in bench.streams(described["TransformJobName"]).items()
        if name.endswith("data-log")
    ]
    assert f"{bench.bucket}/in/b: ClientError: 400" in told[1]
    assert f"{bench.bucket}/in/b: That was the response to records 1 to 2" in told[-1]


def test_a_job_is_stopped(bench: Transforms) -> None:
    bench.put(in__a="1\n", in__b="hang")
    name = bench.start(MaxConcurrentTransforms=1, BatchStrategy="SingleRecord")
    bench.until(lambda: bench.keys("out") == ["out/a.out"], "transform", name)
    bench.service.call("StopTransformJob", {"TransformJobName": name})
    assert bench.ended("transform", name)["TransformJobStatus"] == "Stopped"
    assert bench.keys("out") == ["out/a.out"]


@pytest.mark.parametrize("code", ["0", "3"])
def test_a_container_that_does_not_serve(bench: Transforms, code: str) -> None:
    bench.put(in__a="1\n")
    model = new_name()
    bench.create_model(model, EXIT_AT_ONCE=code)
    described = bench.transform(ModelName=model)
    assert described["TransformJobStatus"] == "Failed"
    assert described["FailureReason"].startswith("AlgorithmError: ")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("die", "AlgorithmError: , exit code: 9"),
        ("leave", "AlgorithmError: See job logs for more information"),
    ],
)
def test_a_container_that_ends_takes_the_job_along(
    bench: Transforms, record: str, reason: str
) -> None:
    bench.put(in__a=f"1\n{record}\n3\n")
    name = bench.start(BatchStrategy="SingleRecord")
    described = bench.ended("transform", name)
    assert described.get("FailureReason") == reason
    assert bench.keys("out") == []
    [told] = [lines for stream, lines in bench.streams(name).items() if stream.endswith("data-log")]
    assert told[-1].endswith(f"{bench.bucket}/in/a: That was the response to record 2")


def test_a_model_must_be_there_when_the_job_is_created_and_not_later(bench: Transforms) -> None:
    bench.put(in__a="1\n")
    arn = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model/nothing"
    with pytest.raises(ApiError, match=f'Could not find model "{arn}"'):
        bench.start(ModelName="nothing")
    name = bench.start()
    bench.service.call("DeleteModel", {"ModelName": bench.model})
    assert bench.ended("transform", name)["TransformJobStatus"] == "Completed"


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({}, "No S3 objects found under S3 URL"),
        ({"TransformOutput": {"S3OutputPath": "s3://no-such-bucket-here/x"}}, "NoSuchBucket"),
    ],
)
def test_what_is_missing_ends_the_job_at_once(
    bench: Transforms, members: dict[str, Any], reason: str
) -> None:
    described = bench.transform(**members)
    assert described["TransformJobStatus"] == "Failed"
    assert reason in described["FailureReason"]


def test_the_servers_end_is_the_jobs(both_wings: WithHosting, role: str) -> None:
    own = WithHosting(both_wings.context)
    bench = Transforms(own, role)
    bench.put(in__a="1\n", in__b="hang")
    name = bench.start(BatchStrategy="SingleRecord")
    bench.until(lambda: bench.keys("out") == ["out/a.out"], "transform", name)
    own.shutdown()
    job = bench.job("transform", name)
    assert job.finished.wait(ENDS_WITHIN)
    assert "shut down" in str(job.progress.failure_reason)
