"""A training job in script mode, as its container finds it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from localaws.images.aws.script_mode.training_job import Machine, TrainingJob

HYPERPARAMETERS = {
    "depth": "3",
    "d": '{"b": 1, "a": null}',
    "name": '"a b"',
    "plain": "x y",
    "sagemaker_program": '"train.py"',
    "sagemaker_submit_directory": '"s3://b/job/source/sourcedir.tar.gz"',
    "sagemaker_container_log_level": "20",
    "sagemaker_job_name": '"job-1"',
    "sagemaker_region": '"us-east-1"',
}
CHANNELS = {
    name: {"TrainingInputMode": "File", "RecordWrapperType": "None"} for name in ("train", "test-a")
}
HOSTS = ["algo-1", "algo-2"]
INSTANCES = {
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
}


def write(
    base: Path, hyperparameters: dict[str, str] = HYPERPARAMETERS, instances: Any = None
) -> None:
    """The configuration files of a job."""
    folder = base / "input/config"
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "hyperparameters": hyperparameters,
        "inputdataconfig": CHANNELS,
        "resourceconfig": instances or INSTANCES,
    }
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))


def read(base: Path, **environment: str) -> TrainingJob:
    """The job whose files were written there."""
    return TrainingJob.read({"SAGEMAKER_BASE_DIR": str(base), **environment}, Machine(cpus=4))
