"""A training job of AWS's built-in XGBoost on the embedded AWS, against the bare library.

Ours is the job as its user sees it: from CreateTrainingJob to its end, the file from S3, the model back
to S3. The bare one is a program that reads the same file with the library's own reader, trains with the
same parameters and saves the model. Both are evaluated on the file in each round, as AWS's image does.
They take turns, and the best time of each counts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.table import Row
from localaws.images.interpreter import interpreter
from localaws.server.embedded import EmbeddedAWS

HOME = Path(".stepline").absolute()
IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
BUCKET = "benchmark"
SIZES = (41_000, 1_000_000)
TURNS = {41_000: 5, 1_000_000: 2}
RATIO, SECONDS = 1.15, 1.0  # at most so many times the bare library's time, and so much more
ROUNDS = 100
# The parameters of the public tutorial on the bank campaign's table.
PARAMETERS = {
    "max_depth": 5,
    "eta": 0.2,
    "gamma": 4,
    "min_child_weight": 6,
    "subsample": 0.8,
    "objective": "binary:logistic",
}
CATEGORIES = (12, 4, 8, 3, 3, 2, 10, 5, 3)  # columns of each one-hot group
BARE = """
import json, sys, warnings
warnings.simplefilter("ignore")
import xgboost
file, model, parameters, rounds = sys.argv[1:]
data = xgboost.DMatrix(f"{file}?format=csv&label_column=0")
booster = xgboost.train(json.loads(parameters), data, int(rounds), evals=[(data, "train")])
booster.save_model(model)
"""


def rows(sizes: Sequence[int] = SIZES) -> Iterator[Row]:
    python = interpreter(HOME, IMAGE)
    with TemporaryDirectory() as folder:
        base = Path(folder)
        for made in ("environments", "images"):
            (base / made).symlink_to(HOME / made)
        with EmbeddedAWS(home=base) as aws:
            aws.client("s3").create_bucket(Bucket=BUCKET)
            for size in sizes:
                file = base / f"{size}.csv"
                write_table(file, size)
                aws.client("s3").upload_file(str(file), BUCKET, f"{size}/train.csv")
                turns = [
                    (job(aws, f"job-{size}-{turn}", f"s3://{BUCKET}/{size}/"), bare(python, file))
                    for turn in range(TURNS.get(size, 2))
                ]
                ours, peer = (min(times) for times in zip(*turns, strict=True))
                yield Row(
                    f"XGBoost training job, {size:,} rows",
                    f"{ours:.2f} s",
                    f"bare library {peer:.2f} s, {RATIO}x + {SECONDS:g} s",
                    ours / peer,
                    ours <= RATIO * peer + SECONDS,
                )


def write_table(file: Path, count: int) -> None:
    """Label, five whole numbers, five decimal ones, nine one-hot groups: 61 columns."""
    generator = np.random.default_rng(1)
    with file.open("w", encoding="ascii") as opened:
        for start in range(0, count, 50_000):
            size = min(50_000, count - start)
            whole = generator.integers(0, (80, 3000, 40, 999, 7), (size, 5))
            decimal = generator.normal(0, 50, (size, 5)).round(3)
            hot = [np.eye(n, dtype=int)[generator.integers(0, n, size)] for n in CATEGORIES]
            chance = whole[:, 1] / 600 + decimal[:, 0] / 40 + hot[0] @ np.linspace(-1, 1, 12) - 3
            label = chance + generator.logistic(size=size) > 0
            columns = [label[:, None].astype(int), whole, *hot]
            for integers, decimals in zip(
                np.concatenate(columns, axis=1).tolist(), decimal.tolist(), strict=True
            ):
                opened.write(",".join(map(str, integers + decimals)) + "\n")


def job(aws: EmbeddedAWS, name: str, data: str) -> float:
    """Run a training job; seconds from the call to its end."""
    role = {"Service": "sagemaker.amazonaws.com"}
    trust = {"Statement": [{"Effect": "Allow", "Principal": role, "Action": "sts:AssumeRole"}]}
    arn = aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    source = {"S3DataType": "S3Prefix", "S3Uri": data}
    sagemaker = aws.client("sagemaker")
    started = time.monotonic()
    sagemaker.create_training_job(
        TrainingJobName=name,
        RoleArn=arn["Role"]["Arn"],
        AlgorithmSpecification={"TrainingImage": IMAGE, "TrainingInputMode": "File"},
        HyperParameters={**{k: str(v) for k, v in PARAMETERS.items()}, "num_round": str(ROUNDS)},
        InputDataConfig=[
            {
                "ChannelName": "train",
                "ContentType": "text/csv",
                "DataSource": {"S3DataSource": source},
            }
        ],
        OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models"},
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10},
        StoppingCondition={"MaxRuntimeInSeconds": 3600},
    )
    completed(lambda: sagemaker.describe_training_job(TrainingJobName=name), "TrainingJobStatus")
    return time.monotonic() - started


def completed(describe: Callable[[], dict[str, Any]], status: str) -> None:
    """Wait until a job has completed; RuntimeError with its reason where it ends otherwise."""
    while (described := describe())[status] == "InProgress":
        time.sleep(0.02)
    if described[status] != "Completed":
        raise RuntimeError(described.get("FailureReason", described[status]))


def bare(python: Path, file: Path) -> float:
    """Train with the library alone; seconds."""
    words = [str(file), str(file.with_suffix(".ubj")), json.dumps(PARAMETERS), str(ROUNDS)]
    # As our train has it; without it, a busy machine would slow the peer down several times.
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    started = time.monotonic()
    subprocess.run(
        [str(python), "-c", BARE, *words], env=environment, check=True, stdout=subprocess.DEVNULL
    )
    return time.monotonic() - started


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES, help="sizes of the table")
    for row in rows(parser.parse_args().rows):
        print(row, flush=True)
