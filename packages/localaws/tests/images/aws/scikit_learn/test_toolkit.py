"""What a script finds is what AWS's own training toolkit would give it."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from script_mode import source, training
from script_mode.arguments import arguments
from script_mode.error_text import ErrorLines, text
from script_mode.training_job import Machine, TrainingJob
from script_mode.variables import variables

toolkit = pytest.importorskip("sagemaker_training")

HOSTS = ["algo-1", "algo-2"]
CONFIG: dict[str, Any] = {
    "hyperparameters": {
        "depth": "3",
        "name": '"a b"',
        "list": "[1, 2]",
        "map": '{"b": 1, "a": null}',
        "flag": "true",
        "n": "null",
        "plain": "x y",
        "learning-rate": "0.1",
        "sagemaker_program": '"train.py"',
        "sagemaker_submit_directory": '"s3://b/k.tar.gz"',
        "sagemaker_container_log_level": "20",
        "sagemaker_job_name": '"job-1"',
        "sagemaker_region": '"us-east-1"',
        "sagemaker_mpi_enabled": "false",
    },
    "inputdataconfig": {"train": {"TrainingInputMode": "File"}, "Test-x": {}},
    "resourceconfig": {
        "current_host": "algo-2",
        "current_instance_type": "ml.m5.large",
        "current_group_name": "homogeneousCluster",
        "hosts": HOSTS,
        "network_interface_name": "eth0",
        "instance_groups": [
            {
                "instance_group_name": "homogeneousCluster",
                "instance_type": "ml.m5.large",
                "hosts": HOSTS,
            }
        ],
    },
}


@pytest.mark.parametrize(
    ("file", "more"),
    [
        ("hyperparameters", {}),
        ("hyperparameters", {"sagemaker_parameter_server_enabled": "true"}),
        ("resourceconfig", {"instance_groups": []}),
        ("resourceconfig", {"topology": [{"hostName": "algo-1"}]}),
    ],
)
def test_variables_and_arguments_are_the_toolkits(
    file: str, more: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "input/config"
    folder.mkdir(parents=True)
    for name, content in CONFIG.items():
        told = {**content, **more} if name == file else content
        (folder / f"{name}.json").write_text(json.dumps(told))
    environment = {
        "SAGEMAKER_BASE_DIR": str(tmp_path),
        "TRAINING_JOB_NAME": "job-1",
        "SAGEMAKER_TRAINING_MODULE": "sagemaker_sklearn_container.training:main",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    module = importlib.reload(importlib.import_module("sagemaker_training.environment"))
    theirs = module.Environment()
    ours = TrainingJob.read(environment, Machine.this_one())
    assert variables(ours) == theirs.to_env_vars()
    assert arguments(ours.hyperparameters.users) == theirs.to_cmd_args()


# In one piece, since the toolkit takes each piece that it reads for whole lines.
@pytest.mark.parametrize(
    ("stdout", "stderr"),
    [
        ("epoch 1\n", "Traceback:\n  File x\nValueError: no rows\n"),
        ("KeyError: 1\nKeyError: 1\nKeyError: 1\n", "  IndexError: 2: \n"),
        ("", "nothing to quote\n"),
    ],
)
def test_what_is_quoted_of_an_output_is_what_the_toolkit_quotes(
    stdout: str, stderr: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAGEMAKER_BASE_DIR", str(tmp_path))
    script = f"import os; os.write(1, {stdout!r}.encode()); os.write(2, {stderr!r}.encode())"
    (tmp_path / "train.py").write_text(f"{script}; raise SystemExit(3)")
    command = [sys.executable, "train.py"]
    process = importlib.import_module("sagemaker_training.process")
    with pytest.raises(Exception, match="ExitCode") as caught:
        process.check_error(command, "ExecuteUserScriptError", 1, cwd=str(tmp_path))
    streams = (ErrorLines(), ErrorLines())
    for stream, output in zip(streams, (stdout, stderr), strict=True):
        for line in output.splitlines():
            stream.hear(line)
    assert f'ErrorMessage "{text(streams)}"' in str(caught.value)


@pytest.mark.parametrize("error", [EOFError(), OSError("CRC check failed"), ValueError("no gzip")])
def test_code_that_cannot_be_fetched_is_said_in_a_sentence(error: Exception) -> None:
    def fetch(uri: str, path: str) -> None:
        raise error

    with pytest.raises(importlib.import_module("sagemaker_training.errors").ClientError) as caught:
        source.said(fetch)("s3://b/k.tar.gz", "/nowhere")
    why = str(error) or type(error).__name__
    assert str(caught.value) == f"The code of s3://b/k.tar.gz cannot be fetched: {why}"


@pytest.mark.parametrize(("succeeded", "code"), [(True, 0), (False, 1)])
def test_a_job_that_has_not_succeeded_has_failed_whatever_the_toolkit_ends_with(
    succeeded: bool, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAGEMAKER_BASE_DIR", str(tmp_path))
    (tmp_path / "output").mkdir()
    if succeeded:
        (tmp_path / "output/success").touch()

    def train() -> None:
        raise SystemExit(0)

    monkeypatch.setattr(importlib.import_module("sagemaker_training.trainer"), "train", train)
    monkeypatch.setattr(training, "_unknown_hosts", list)
    assert training._with_toolkit() == code
