"""AWS's XGBoost, chosen by its image URI, as a client of the embedded AWS sees it: boto3 and no more."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.runtime.namespace import why_not
from localaws.server.embedded import EmbeddedAWS

from ..runtimes import unavailable

README = Path(__file__).parents[2] / "README.md"
# The image's environment takes minutes to make: every home shares the one of `make run`.
SHARED = Path(__file__).parents[4] / ".stepline" / "environments"
REGISTRY = "683313688378.dkr.ecr.us-east-1.amazonaws.com"
IMAGE = f"{REGISTRY}/sagemaker-xgboost:1.7-1"
TRUST = {
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "sagemaker.amazonaws.com"},
        }
    ]
}
ROUNDS = 8
SETTINGS = {
    "objective": "binary:logistic",
    "eval_metric": "auc,logloss",
    "num_round": str(ROUNDS),
    "max_depth": "3",
}
ENDS_WITHIN = 600.0  # seconds, with the minutes for the environment where there is none yet


class Client:
    """A user with a bucket, a role and boto3."""

    def __init__(self, aws: EmbeddedAWS) -> None:
        self.aws = aws
        self.sagemaker = aws.client("sagemaker")
        iam = aws.client("iam")
        made = iam.create_role(RoleName="execution", AssumeRolePolicyDocument=json.dumps(TRUST))
        self.role = made["Role"]["Arn"]
        s3 = aws.client("s3")
        s3.create_bucket(Bucket="data")
        for channel, seed in (("train", 1), ("validation", 2)):
            s3.put_object(Bucket="data", Key=f"{channel}/part.csv", Body=table(400, seed))

    def train(self, name: str, image: str = IMAGE, **algorithm: Any) -> dict[str, Any]:
        """Run a training job to its end; what Describe says then."""
        self.sagemaker.create_training_job(
            TrainingJobName=name,
            RoleArn=self.role,
            AlgorithmSpecification={"TrainingImage": image, "TrainingInputMode": "File"}
            | algorithm,
            HyperParameters=SETTINGS,
            InputDataConfig=[channel("train"), channel("validation")],
            OutputDataConfig={"S3OutputPath": "s3://data/models"},
            ResourceConfig={
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
            },
            StoppingCondition={"MaxRuntimeInSeconds": 300},
        )
        return until(
            lambda: self.sagemaker.describe_training_job(TrainingJobName=name), "TrainingJobStatus"
        )

    def serve(self, name: str, image: str, model: str) -> dict[str, Any]:
        """Make an endpoint of a model; what Describe says once it is settled."""
        self.sagemaker.create_model(
            ModelName=name,
            ExecutionRoleArn=self.role,
            PrimaryContainer={"Image": image, "ModelDataUrl": model},
        )
        variant = {
            "VariantName": "AllTraffic",
            "ModelName": name,
            "InstanceType": "ml.m5.large",
            "InitialInstanceCount": 1,
        }
        self.sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
        self.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
        return until(lambda: self.sagemaker.describe_endpoint(EndpointName=name), "EndpointStatus")


def table(rows: int, seed: int) -> str:
    """Label first, no header: the label says whether the first of three features is above a half."""
    numbers = random.Random(seed)
    lines = []
    for _ in range(rows):
        features = [numbers.random() for _ in range(3)]
        lines.append(",".join([str(int(features[0] > 0.5)), *(f"{x:.4f}" for x in features)]))
    return "\n".join(lines) + "\n"


def channel(name: str) -> dict[str, Any]:
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://data/{name}/"}
    return {
        "ChannelName": name,
        "ContentType": "text/csv",
        "DataSource": {"S3DataSource": source},
    }


def until(describe: Callable[[], dict[str, Any]], status: str) -> dict[str, Any]:
    """What is described once its status is final."""
    deadline = time.monotonic() + ENDS_WITHIN
    while (described := describe())[status] in ("InProgress", "Creating", "Stopping"):
        assert time.monotonic() < deadline, described
        time.sleep(0.1)
    return described


@pytest.fixture(scope="module", params=["namespace", "process"])
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    home = tmp_path_factory.mktemp("home")
    if request.param == "namespace" and (obstacle := why_not(home)):
        unavailable("namespace", obstacle)
    SHARED.mkdir(parents=True, exist_ok=True)
    (home / "environments").symlink_to(SHARED)
    with EmbeddedAWS(home=home, runtime=request.param) as aws:
        yield Client(aws)


@pytest.fixture(scope="module")
def trained(client: Client) -> dict[str, Any]:
    described = client.train("xgboost-1")
    assert described["TrainingJobStatus"] == "Completed", described.get("FailureReason")
    return described


def test_the_job_trains_and_is_measured_by_awss_own_definitions(trained: dict[str, Any]) -> None:
    shown = trained["AlgorithmSpecification"]["MetricDefinitions"]
    assert {
        "Name": "validation:auc",
        "Regex": r".*\[[0-9]+\].*#011validation-auc:(\S+)",
    } in shown
    final = {metric["MetricName"]: metric["Value"] for metric in trained["FinalMetricDataList"]}
    assert set(final) == {"train:auc", "train:logloss", "validation:auc", "validation:logloss"}
    assert final["validation:auc"] > 0.95
    assert final["validation:logloss"] < 0.3


def test_every_round_is_a_line_of_the_log_and_a_value_in_cloudwatch(
    client: Client, trained: dict[str, Any]
) -> None:
    logs = client.aws.client("logs")
    group = "/aws/sagemaker/TrainingJobs"
    [stream] = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="xgboost-1/")[
        "logStreams"
    ]
    events = logs.get_log_events(
        logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True
    )["events"]
    rounds = [event["message"] for event in events if "#011validation-auc:" in event["message"]]
    assert len(rounds) == ROUNDS
    metrics = client.aws.client("cloudwatch").get_metric_statistics(
        Namespace=group,
        MetricName="validation:auc",
        Dimensions=[{"Name": "TrainingJobName", "Value": "xgboost-1"}],
        StartTime=trained["CreationTime"],
        EndTime=trained["TrainingEndTime"] + timedelta(minutes=1),
        Period=60,
        Statistics=["SampleCount"],
    )
    assert sum(point["SampleCount"] for point in metrics["Datapoints"]) == ROUNDS


def test_metric_definitions_of_ones_own_are_refused(client: Client) -> None:
    own = [{"Name": "mine", "Regex": "mine=(.*)"}]
    with pytest.raises(ClientError, match="You can't override the metric definitions") as refused:
        client.train("xgboost-own-metrics", MetricDefinitions=own)
    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_the_model_is_served_and_scores_rows_of_csv(
    client: Client, trained: dict[str, Any]
) -> None:
    model = trained["ModelArtifacts"]["S3ModelArtifacts"]
    described = client.serve("scores", IMAGE, model)
    assert described["EndpointStatus"] == "InService", described
    answer = client.aws.client("sagemaker-runtime").invoke_endpoint(
        EndpointName="scores", ContentType="text/csv", Body="0.9,0.1,0.2\n0.1,0.9,0.8\n"
    )
    assert answer["ContentType"].startswith("text/csv")
    high, low = map(float, answer["Body"].read().decode().replace(",", "\n").split())
    assert low < 0.2 < 0.8 < high


@pytest.mark.parametrize(
    ("repository", "words"),
    [
        ("sagemaker-xgboost:1.6-1", "sagemaker-xgboost has the tags: "),
        (
            "factorization-machines:1",
            "add a folder factorization-machines/ with a Dockerfile",
        ),
        ("xgboost:1", "AWS keeps xgboost of us-east-1 in the account 811284229777"),
    ],
)
def test_an_image_that_does_not_exist_is_answered_with_those_that_do(
    client: Client, trained: dict[str, Any], repository: str, words: str
) -> None:
    image = f"{REGISTRY}/{repository}"
    name = repository.partition(":")[0]
    described = client.train(f"no-{name}", image)
    assert described["TrainingJobStatus"] == "Failed"
    assert f"API error (404): manifest for {image} not found" in described["FailureReason"]
    assert words in described["FailureReason"]
    endpoint = client.serve(f"no-{name}", image, trained["ModelArtifacts"]["S3ModelArtifacts"])
    assert endpoint["EndpointStatus"] == "Failed"
    assert words in endpoint["FailureReason"]


def test_the_first_job_of_the_readme_trains(client: Client) -> None:
    [program] = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **client.aws.environment},
        capture_output=True,
        text=True,
    )
    assert run.stderr == ""
    first, metric = run.stdout.splitlines()
    assert first == "Completed s3://first/models/first/output/model.tar.gz"
    assert re.fullmatch(r"train:logloss 0\.0\d+", metric)
