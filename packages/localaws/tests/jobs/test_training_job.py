"""Training jobs, executed: what the container finds, what becomes of what it leaves."""

from __future__ import annotations

import io
import itertools
import json
import tarfile

import pytest

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.state_change import StateChange
from localaws.this_aws import objects

from ..published_metrics import published
from .conftest import ACCOUNT, REGION, Bench

CONFIG = "/opt/ml/input/config"


def members(bench: Bench, key: str) -> dict[str, str]:
    """The files of an archive in the bench's bucket, by name."""
    content = io.BytesIO(objects.read(bench.bucket, key))
    with tarfile.open(fileobj=content, mode="r:gz") as archive:
        files = {m.name: archive.extractfile(m) for m in archive.getmembers() if m.isreg()}
        return {name: file.read().decode() for name, file in files.items() if file}


def test_a_job_goes_through_its_phases_in_order(bench: Bench) -> None:
    described = bench.train("true")
    phases = described["SecondaryStatusTransitions"]
    assert [(phase["Status"], phase["StatusMessage"]) for phase in phases] == [
        ("Starting", "Starting the training job"),
        ("Downloading", "Downloading input data"),
        ("Training", "Training image download completed. Training in progress."),
        ("Uploading", "Uploading generated training model"),
        ("Completed", "Training job completed"),
    ]
    assert described["TrainingJobStatus"] == described["SecondaryStatus"] == "Completed"
    for earlier, later in itertools.pairwise(phases):
        assert earlier["EndTime"] == later["StartTime"]
    assert described["TrainingStartTime"] <= described["TrainingEndTime"]
    assert described["TrainingTimeInSeconds"] == described["BillableTimeInSeconds"] >= 0


def test_each_change_is_announced(bench: Bench) -> None:
    heard: list[tuple[str, str]] = []

    def listen(change: StateChange) -> None:
        heard.append((change.described["TrainingJobName"], change.described["SecondaryStatus"]))

    bench.service.on_state_change(listen)
    name = bench.train("true")["TrainingJobName"]
    assert [status for heard_name, status in heard if heard_name == name][:4] == [
        "Starting",
        "Downloading",
        "Training",
        "Uploading",
    ]


def test_hyperparameters_arrive_as_strings(bench: Bench) -> None:
    given = {"epochs": "3", "text": '"a b"'}
    described = bench.train(f"cat {CONFIG}/hyperparameters.json", HyperParameters=given)
    assert described["HyperParameters"] == given
    [line] = bench.log("training", described["TrainingJobName"])
    assert json.loads(line) == given


def test_the_container_is_told_of_its_channels_and_its_host(bench: Bench) -> None:
    bench.write("in/a.csv", "1")
    channel = bench.channel("train", "in") | {"ContentType": "text/csv"}
    script = f"cat {CONFIG}/inputdataconfig.json; echo; cat {CONFIG}/resourceconfig.json"
    described = bench.train(script, InputDataConfig=[channel])
    data, resources = map(json.loads, bench.log("training", described["TrainingJobName"]))
    assert data == {
        "train": {
            "ContentType": "text/csv",
            "TrainingInputMode": "File",
            "S3DistributionType": "FullyReplicated",
            "RecordWrapperType": "None",
        }
    }
    assert resources["current_host"] == "algo-1"
    assert resources["hosts"] == ["algo-1"]
    assert resources["current_instance_type"] == "ml.m5.large"


def test_the_environment_is_the_platforms_and_the_requests_and_no_more(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_SERVER", "x")
    described = bench.train("env", Environment={"STAGE": "dev", "AWS_REGION": "mars"})
    found = dict(line.split("=", 1) for line in bench.log("training", described["TrainingJobName"]))
    assert found["TRAINING_JOB_NAME"] == described["TrainingJobName"]
    assert found["TRAINING_JOB_ARN"] == described["TrainingJobArn"]
    assert found["STAGE"] == "dev"
    assert found["AWS_REGION"] == "mars"
    assert found["AWS_ENDPOINT_URL"] == "http://localhost:1"
    assert "SECRET_OF_THE_SERVER" not in found


def test_an_isolated_job_has_neither_credentials_nor_an_endpoint(bench: Bench) -> None:
    described = bench.train("env", EnableNetworkIsolation=True)
    lines = bench.log("training", described["TrainingJobName"])
    assert not [line for line in lines if line.startswith(("AWS_ACCESS", "AWS_ENDPOINT"))]


# The socket at which the server resolves names for a container; it takes the rest of a network to use it.
RESOLVER = "grep -c 0B00007F:0035 /proc/net/udp || true"


def test_an_isolated_job_has_no_network(bench: Bench) -> None:
    if bench.runtime != "namespace":
        pytest.skip("only namespaces hold a job's network back")
    for isolated, sockets in ((False, "1"), (True, "0")):
        described = bench.train(RESOLVER, EnableNetworkIsolation=isolated)
        assert bench.log("training", described["TrainingJobName"]) == [sockets]


def test_the_model_is_one_archive_of_what_lies_in_the_model_folder(bench: Bench) -> None:
    script = "cd /opt/ml/model; mkdir sub; echo weights >model.bin; echo x >sub/config.json"
    described = bench.train(script)
    location = described["ModelArtifacts"]["S3ModelArtifacts"]
    key = f"models/{described['TrainingJobName']}/output/model.tar.gz"
    assert location == bench.uri(key)
    assert members(bench, key) == {"model.bin": "weights\n", "sub/config.json": "x\n"}


def test_the_model_is_not_packed_when_that_is_asked_for(bench: Bench) -> None:
    config = {"S3OutputPath": bench.uri("plain/"), "CompressionType": "NONE"}
    described = bench.train("echo w >/opt/ml/model/w", OutputDataConfig=config)
    assert bench.keys("plain") == [f"plain/{described['TrainingJobName']}/output/model/w"]


def test_a_job_that_saves_no_model_completes_without_an_archive(bench: Bench) -> None:
    described = bench.train("mkdir /opt/ml/model/empty")
    assert described["TrainingJobStatus"] == "Completed"
    assert described["ModelArtifacts"]["S3ModelArtifacts"].endswith("/output/model.tar.gz")
    assert bench.keys("models") == []


def test_other_output_has_an_archive_of_its_own(bench: Bench) -> None:
    described = bench.train("echo 1 >/opt/ml/output/data/report")
    key = f"models/{described['TrainingJobName']}/output/output.tar.gz"
    assert members(bench, key) == {"report": "1\n"}


def test_nothing_is_left_on_this_machine(bench: Bench) -> None:
    described = bench.train("mkdir -p /opt/ml/model/a; chmod 500 /opt/ml/model/a")
    assert not (bench.home / "jobs/training" / described["TrainingJobName"]).exists()


def test_a_name_is_never_free_again(bench: Bench) -> None:
    described = bench.train("true")
    name, arn = described["TrainingJobName"], described["TrainingJobArn"]
    with pytest.raises(ApiError) as caught:
        bench.start_training("true", TrainingJobName=name)
    assert caught.value.code == "ResourceInUse"
    assert caught.value.message == (
        "Training job names must be unique within an AWS account and region, and a training job "
        f"with this name already exists ({arn})"
    )


def test_metrics_are_read_off_the_log(bench: Bench) -> None:
    script = r"printf 'epoch=1 train:loss=0.9;\nepoch=2 train:loss=2.5e-1; f1=nan;\n'"
    definitions = [
        {"Name": "train:loss", "Regex": "train:loss=([0-9.eE+-]+)"},
        {"Name": "f1", "Regex": "f1=([a-z0-9.]+)"},
        {"Name": "never", "Regex": "never=(.*)"},
    ]
    described = bench.train(script, algorithm={"MetricDefinitions": definitions})
    [metric] = described["FinalMetricDataList"]
    assert (metric["MetricName"], metric["Value"]) == ("train:loss", 0.25)
    of_job = frozenset({("TrainingJobName", described["TrainingJobName"])})
    samples = published(ACCOUNT, REGION, "/aws/sagemaker/TrainingJobs")["train:loss", of_job]
    assert (sum(each.count for each in samples), max(each.most for each in samples)) == (2, 0.9)


def test_two_jobs_run_at_the_same_time(bench: Bench) -> None:
    """Neither ends before both have written, so one after the other they never would."""
    locations = [{"S3Uri": bench.uri("meet")}] * 2
    script = "touch /opt/ml/checkpoints/{}; trap 'exit 0' TERM; sleep 60 & wait"
    names = [
        bench.start_training(script.format(number), CheckpointConfig=location)
        for number, location in enumerate(locations)
    ]
    for name in names:
        bench.until(lambda: bench.keys("meet") == ["meet/0", "meet/1"], "training", name)
    for name in names:
        bench.service.call("StopTrainingJob", {"TrainingJobName": name})
        assert bench.ended("training", name)["TrainingJobStatus"] == "Stopped"


def test_addresses_of_s3_are_read_and_written_as_its_uris(bench: Bench) -> None:
    """The CDK's ``S3Location.fromBucket`` writes them."""
    path = f"https://s3.us-east-1.amazonaws.com/{bench.bucket}"
    host = f"https://{bench.bucket}.s3.us-east-1.amazonaws.com"
    bench.put(**{"my data__a": "text"})
    described = bench.train(
        "cp /opt/ml/input/data/train/a /opt/ml/checkpoints/; touch /opt/ml/model/m",
        InputDataConfig=[bench.channel("train", "", S3Uri=f"{host}/my%20data/")],
        OutputDataConfig={"S3OutputPath": f"{path}/out"},
        CheckpointConfig={"S3Uri": f"{path}/checkpoints/"},
    )
    archive = f"out/{described['TrainingJobName']}/output/model.tar.gz"
    assert described["TrainingJobStatus"] == "Completed", described
    assert described["ModelArtifacts"] == {"S3ModelArtifacts": bench.uri(archive)}
    assert bench.keys() == ["checkpoints/a", "my data/a", archive]
