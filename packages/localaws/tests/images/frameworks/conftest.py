"""A server with a role, a bucket and a table, and the SageMaker SDK that talks to it."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import boto3
import pytest

from localaws.runtime.namespace import why_not
from localaws.server.embedded import EmbeddedAWS

# Environments take minutes to make: every home shares those of `make run`.
SHARED = Path(__file__).parents[5] / ".stepline" / "environments"
TRUST = {
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "sagemaker.amazonaws.com"},
        }
    ]
}


class Sdk:
    """What a user of the SageMaker SDK has at hand.

    Attributes:
        common: the arguments that every estimator, processor and model takes.
    """

    def __init__(self, aws: EmbeddedAWS) -> None:
        import sagemaker

        self.aws = aws
        s3 = aws.client("s3")
        s3.create_bucket(Bucket="data")
        s3.put_object(Bucket="data", Key="train/data.csv", Body=table())
        made = aws.client("iam").create_role(
            RoleName="execution", AssumeRolePolicyDocument=json.dumps(TRUST)
        )
        session = sagemaker.Session(boto3.Session(region_name=aws.region), default_bucket="data")
        self.common = {"role": made["Role"]["Arn"], "sagemaker_session": session}

    def described(self, estimator: Any) -> dict[str, Any]:
        """What Describe says of an estimator's last job."""
        name = estimator.latest_training_job.name
        found: dict[str, Any] = self.aws.client("sagemaker").describe_training_job(
            TrainingJobName=name
        )
        return found

    def log(self, group: str, prefix: str) -> list[str]:
        """The lines of a job's containers."""
        logs = self.aws.client("logs")
        group = f"/aws/sagemaker/{group}"
        streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=prefix)
        return [
            event["message"]
            for stream in streams["logStreams"]
            for event in logs.get_log_events(
                logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True
            )["events"]
        ]


def table() -> str:
    """Label first: whether the first of two features is above a half."""
    numbers = random.Random(1)
    rows = [(numbers.random(), numbers.random()) for _ in range(300)]
    return "".join(f"{int(a > 0.5)},{a:.3f},{b:.3f}\n" for a, b in rows)


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sdk]:
    home = tmp_path_factory.mktemp("home")
    SHARED.mkdir(parents=True, exist_ok=True)
    (home / "environments").symlink_to(SHARED)
    runtime = "process" if why_not(home) else "namespace"
    # The SDK makes clients of its own, of whatever the environment says.
    with EmbeddedAWS(home, runtime) as aws, mock.patch.dict(os.environ, aws.environment):
        yield Sdk(aws)
