"""A batch transform job of AWS's built-in XGBoost on the embedded AWS, against the bare library.

Ours is the job as its user sees it: from CreateTransformJob to its end, the rows from S3, a line for each of
them back to S3. The bare one is a program that reads the same rows with the library's own reader, predicts
them and writes a line for each. They take turns, and the best time of each counts. With ``--join`` the job
filters its input, joins it with the predictions and filters that, too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.table import Row
from benchmarks.xgboost_training import (
    BARE,
    BUCKET,
    HOME,
    IMAGE,
    PARAMETERS,
    completed,
    write_table,
)
from localaws.images.interpreter import interpreter
from localaws.server.embedded import EmbeddedAWS

ROWS = 1_000_000
TURNS = 2
MOST = 2.0  # times the bare library's time
TREES = 100
JOB = "XGBoost transform job"
PLAIN: Mapping[str, Any] = {}
JOINED: Mapping[str, Any] = {
    "InputFilter": "$[1:]",
    "JoinSource": "Input",
    "OutputFilter": "$[0,-1]",
}
PREDICT = """
import sys, warnings
warnings.simplefilter("ignore")
import xgboost
model, rows, out = sys.argv[1:]
booster = xgboost.Booster(model_file=model)
predictions = booster.predict(xgboost.DMatrix(f"{rows}?format=csv"))
with open(out, "w") as file:
    file.writelines(f"{one}\\n" for one in predictions.tolist())
"""


def rows(count: int = ROWS, joins: bool = True) -> Iterator[Row]:
    """Measure a plain job and, where asked for, one that filters and joins."""
    python = interpreter(HOME, IMAGE)
    with TemporaryDirectory() as folder:
        base = Path(folder)
        for made in ("environments", "images"):
            (base / made).symlink_to(HOME / made)
        model = _model(python, base)
        labelled, features = base / "labelled.csv", base / "features.csv"
        write_table(labelled, count)
        _without_first_column(labelled, features)
        with EmbeddedAWS(home=base) as aws:
            _deploy(aws, model)
            for file in (labelled, features):
                aws.client("s3").upload_file(str(file), BUCKET, f"{file.stem}/rows.csv")
            peer = [_bare(python, model, features) for _ in range(TURNS)]
            yield _row(f"{JOB}, {count:,} rows", aws, "features", PLAIN, peer)
            if joins:
                yield _row("the same, filtered, joined, filtered", aws, "labelled", JOINED, peer)


def _row(
    what: str, aws: EmbeddedAWS, rows: str, processing: Mapping[str, Any], peer: list[float]
) -> Row:
    ours = min(_job(aws, f"{rows}-{turn}", rows, processing) for turn in range(TURNS))
    bare = min(peer)
    limit = f"bare library {bare:.2f} s, at most {MOST:g}x"
    return Row(what, f"{ours:.2f} s", limit, ours / bare, ours <= MOST * bare)


def _model(python: Path, base: Path) -> Path:
    """A model of a hundred rounds, by the library itself."""
    table, model = base / "train.csv", base / "model.ubj"
    write_table(table, 20_000)
    words = [str(table), str(model), json.dumps(PARAMETERS), str(TREES)]
    subprocess.run([str(python), "-c", BARE, *words], check=True, stdout=subprocess.DEVNULL)
    return model


def _without_first_column(source: Path, target: Path) -> None:
    with source.open() as opened, target.open("w") as written:
        written.writelines(line.partition(",")[2] for line in opened)


def _deploy(aws: EmbeddedAWS, model: Path) -> None:
    role = {"Service": "sagemaker.amazonaws.com"}
    trust = {"Statement": [{"Effect": "Allow", "Principal": role, "Action": "sts:AssumeRole"}]}
    made = aws.client("iam").create_role(
        RoleName="transforms", AssumeRolePolicyDocument=json.dumps(trust)
    )
    archive = model.with_name("model.tar.gz")
    subprocess.run(["tar", "-czf", archive, "-C", model.parent, model.name], check=True)
    aws.client("s3").create_bucket(Bucket=BUCKET)
    aws.client("s3").upload_file(str(archive), BUCKET, archive.name)
    aws.client("sagemaker").create_model(
        ModelName="trees",
        ExecutionRoleArn=made["Role"]["Arn"],
        PrimaryContainer={"Image": IMAGE, "ModelDataUrl": f"s3://{BUCKET}/{archive.name}"},
    )


def _job(aws: EmbeddedAWS, name: str, rows: str, processing: Mapping[str, Any]) -> float:
    """Run a transform job; seconds from the call to its end."""
    sagemaker = aws.client("sagemaker")
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/{rows}/"}
    output = {"S3OutputPath": f"s3://{BUCKET}/out", "AssembleWith": "Line", "Accept": "text/csv"}
    started = time.monotonic()
    sagemaker.create_transform_job(
        TransformJobName=name,
        ModelName="trees",
        TransformInput={
            "DataSource": {"S3DataSource": source},
            "ContentType": "text/csv",
            "SplitType": "Line",
        },
        TransformOutput=output,
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
        DataProcessing=dict(processing),
    )
    completed(lambda: sagemaker.describe_transform_job(TransformJobName=name), "TransformJobStatus")
    return time.monotonic() - started


def _bare(python: Path, model: Path, rows: Path) -> float:
    """Predict with the library alone; seconds."""
    words = [str(model), str(rows), str(rows.with_suffix(".out"))]
    # As our serve has it; without it, a busy machine would slow the peer down several times.
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    started = time.monotonic()
    subprocess.run([str(python), "-c", PREDICT, *words], env=environment, check=True)
    return time.monotonic() - started


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="size of the table")
    parser.add_argument("--join", action="store_true", help="filter and join as well")
    options = parser.parse_args()
    for row in rows(options.rows, options.join):
        print(row, flush=True)
