"""`make run` on the sample data, warm: environments and images are made, nothing else is.

What is not the jobs' own commands is overhead: server start, deployment, upload, orchestration,
transfer to and from the jobs, endpoint start, and the answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3

from benchmarks.table import Row, below

WHOLE_SECONDS = 90.0
OVERHEAD_SECONDS = 20.0
IRIS_SECONDS = 20.0
STEPLINE = str(Path(sys.executable).parent / "stepline")
MADE = (
    "environments",
    "images",
    "assemblies",
    "all-MiniLM-L6-v2",
)  # what `make run` has made already


def rows() -> Iterator[Row]:
    whole, jobs = _run("ner")
    yield below("make run, warm", whole, WHOLE_SECONDS, "s")
    yield below("make run, warm: all but the jobs", whole - jobs, OVERHEAD_SECONDS, "s")
    yield below("make run PIPELINE=iris, warm", _run("iris")[0], IRIS_SECONDS, "s")


def _run(pipeline: str) -> tuple[float, float]:
    """Seconds of `stepline run`, and how many of them the jobs' containers took."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name in MADE:
            (home / name).symlink_to(Path(".stepline", name).absolute())
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        environment = {**inherited, "LOCALAWS_HOME": str(home)}
        try:
            begun = time.perf_counter()
            command = [STEPLINE, "run", pipeline, "--port", "0"]
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
            whole = time.perf_counter() - begun
            return whole, _jobs_seconds(json.loads((home / "server.json").read_text()))
        finally:
            subprocess.run([STEPLINE, "down"], env=environment, check=True)


def _jobs_seconds(server: dict[str, Any]) -> float:
    """How long the jobs' containers ran, by the times that SageMaker tells."""
    client = boto3.client(
        "sagemaker",
        endpoint_url=server["endpoint"],
        region_name=server["region"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    seconds = 0.0
    for summary in client.list_processing_jobs()["ProcessingJobSummaries"]:
        job = client.describe_processing_job(ProcessingJobName=summary["ProcessingJobName"])
        seconds += (job["ProcessingEndTime"] - job["ProcessingStartTime"]).total_seconds()
    [training] = client.list_training_jobs()["TrainingJobSummaries"]
    trained = client.describe_training_job(TrainingJobName=training["TrainingJobName"])
    for phase in trained["SecondaryStatusTransitions"]:
        if phase["Status"] == "Training":
            seconds += (phase["EndTime"] - phase["StartTime"]).total_seconds()
    return float(seconds)


if __name__ == "__main__":
    for row in rows():
        print(row, flush=True)
