"""Starting and stopping: one server a home folder, a port of its own, nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import boto3
import pytest

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig
from localaws.server.embedded import EmbeddedAWS


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A server that is expected not to start."""
    return subprocess.run(
        [sys.executable, "-m", "localaws", "--home", str(home), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "localaws", "--home", str(home), "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    while not process.stdout.readline().startswith("# ready"):
        assert process.poll() is None
    return process


def test_it_prints_what_to_export(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "localaws", "--home", str(tmp_path), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines = []
    while not (lines and lines[-1].startswith("# ready")):
        lines.append(process.stdout.readline())
    record = json.loads((tmp_path / "server.json").read_text())
    exported = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines[:-1])
    assert exported == record["environment"]
    assert exported["AWS_ENDPOINT_URL_S3"] == f"http://localhost:{record['port']}"
    process.terminate()
    assert process.wait(timeout=60) == 0
    process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_and_removes_its_record(tmp_path: Path, number: signal.Signals) -> None:
    process = start(tmp_path)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert not (tmp_path / "server.json").exists()


def test_a_signal_while_it_loads_stops_it(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "localaws", "--home", str(tmp_path), "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (tmp_path / "server.lock").exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert not (tmp_path / "server.json").exists()


def test_a_second_server_on_the_same_home_is_told_who_has_it(tmp_path: Path) -> None:
    with EmbeddedAWS(home=tmp_path) as aws:
        second = command(tmp_path, "--port", "0")
        assert second.returncode == 1
        assert f"process id {aws.pid}" in second.stderr
        assert len(second.stderr.splitlines()) == 1
        assert (tmp_path / "server.json").exists()


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        second = command(tmp_path, "--port", str(port))
    assert second.returncode == 1
    assert f"Port {port} is taken by another program" in second.stderr
    assert "--port" in second.stderr


def test_a_port_taken_by_another_embedded_aws_names_it(tmp_path: Path) -> None:
    with EmbeddedAWS(home=tmp_path / "one") as aws:
        second = command(tmp_path / "two", "--port", str(aws.port))
    assert f"the embedded AWS with process id {aws.pid}" in second.stderr


def test_a_home_that_cannot_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refused = command(tmp_path / "file" / "home", "--port", "0")
    assert refused.returncode == 1
    assert "cannot be written to" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--port", "x"], "no port number"),
        (["--port", "70000"], "no port number"),
        (["--region", "moon"], "no region"),
        (["--runtime", "magic"], "invalid choice"),
        (["--parallel-jobs", "0"], "'0' is no number of containers from 1 on"),
        (["--quota", "ml.m5.xlarge=1"], "there is no quota 'ml.m5.xlarge'"),
        (["--what"], "unrecognized arguments"),
    ],
)
def test_a_wrong_argument_is_one_line(tmp_path: Path, arguments: list[str], says: str) -> None:
    refused = command(tmp_path, *arguments)
    assert refused.returncode == 2
    assert says in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_plain_processes_are_warned_of_at_every_start(tmp_path: Path) -> None:
    process = start(tmp_path, "--runtime", "process")
    record = json.loads((tmp_path / "server.json").read_text())
    process.terminate()
    _, said = process.communicate(timeout=60)
    assert "they can read and change whatever you can" in record["warning"]
    assert said == f"localaws: {record['warning']}\n"
    assert record["warning"] in (tmp_path / "server.log").read_text()


def test_jobs_that_wait_do_not_keep_a_server_that_is_stopped(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    home = tmp_path / "home"
    ImageStore(home).put(ImageConfig(entrypoint=("sh", "-c")), tree, tags=["example/jobs:1"])
    process = start(home, "--parallel-jobs", "1")
    seconds = f"7{os.getpid()}.5"
    try:
        _start_job(home, f"exec sleep {seconds}", count=5)
        while not marked(f"sleep\x00{seconds}"):
            time.sleep(0.05)
        assert len(marked(f"sleep\x00{seconds}")) == 1
    finally:
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert not marked(f"sleep\x00{seconds}")
    assert "Traceback" not in (home / "server.log").read_text()


def test_the_record_of_a_killed_server_does_not_stop_the_next(tmp_path: Path) -> None:
    process = start(tmp_path)
    process.kill()
    process.communicate(timeout=60)
    assert (tmp_path / "server.json").exists()
    with EmbeddedAWS(home=tmp_path) as aws:
        assert aws.pid != process.pid


def test_it_ends_with_the_test_that_started_it(tmp_path: Path) -> None:
    starter = (
        "import os, sys; from pathlib import Path; from localaws.server.embedded import EmbeddedAWS\n"
        "aws = EmbeddedAWS(home=Path(sys.argv[1])).__enter__(); print(aws.pid, flush=True)\n"
        "os._exit(1)"
    )
    said = subprocess.run(
        [sys.executable, "-c", starter, str(tmp_path)], capture_output=True, text=True, check=False
    )
    await_end(int(said.stdout))


def test_no_job_outlives_a_killed_server(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    ImageStore(tmp_path).put(ImageConfig(entrypoint=("sh", "-c")), tree, tags=["example/jobs:1"])
    process = start(tmp_path)
    # A number of seconds that nobody else sleeps tells this job from any other process.
    seconds = f"6{os.getpid()}.5"
    _start_job(tmp_path, f"exec sleep {seconds}")
    while not marked(f"sleep\x00{seconds}"):
        time.sleep(0.05)
    process.kill()
    process.communicate(timeout=60)
    deadline = time.monotonic() + 30
    while marked(f"sleep\x00{seconds}"):
        assert time.monotonic() < deadline, "the job is still there"
        time.sleep(0.05)


def marked(text: str) -> list[int]:
    """The processes with that in their command line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if text in (folder / "cmdline").read_text():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def await_end(pid: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        assert time.monotonic() < deadline, f"process {pid} is still there"
        time.sleep(0.05)


def _start_job(home: Path, script: str, count: int = 1) -> None:
    record = json.loads((home / "server.json").read_text())
    options = {
        "endpoint_url": record["endpoint"],
        "region_name": "us-east-1",
        "aws_access_key_id": "test",
        "aws_secret_access_key": "test",
    }
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sagemaker.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    role = boto3.client("iam", **options).create_role(
        RoleName="jobs",
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )["Role"]["Arn"]
    boto3.client("s3", **options).create_bucket(Bucket="outputs")
    sagemaker = boto3.client("sagemaker", **options)
    for number in range(count):
        sagemaker.create_training_job(
            TrainingJobName=f"long-{number}",
            RoleArn=role,
            AlgorithmSpecification={
                "TrainingImage": "example/jobs:1",
                "TrainingInputMode": "File",
                "ContainerEntrypoint": ["sh", "-c"],
                "ContainerArguments": [script],
            },
            ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
            StoppingCondition={"MaxRuntimeInSeconds": 600},
            OutputDataConfig={"S3OutputPath": "s3://outputs/models"},
        )
