"""The variants of the first pipeline, from end to end: all seven steps, and a corpus in place of an endpoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Terminal, where_any_model_may_serve

pytestmark = [pytest.mark.end_to_end, pytest.mark.proof]
SMALL = ["--pretrained", "none", "--port", "0"]
INPUT: dict[str, Any] = {"hyperparameters": {"epochs": 1}}
TUNED = INPUT | {"tuning": {"training_jobs": 2}}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return where_any_model_may_serve(tmp_path_factory.mktemp("app"))


def output(terminal: Terminal) -> dict[str, Any]:
    """Of the latest execution."""
    client = terminal.client("stepfunctions")
    machines = client.list_state_machines()["stateMachines"]
    [arn] = [one["stateMachineArn"] for one in machines if one["name"] == "stepline-ner-dev"]
    latest = client.list_executions(stateMachineArn=arn)["executions"][0]
    described = client.describe_execution(executionArn=latest["executionArn"])
    found: dict[str, Any] = json.loads(described["output"])
    return found


def responses(terminal: Terminal, uri: str) -> list[dict[str, Any]]:
    bucket, _, prefix = uri.removeprefix("s3://").partition("/")
    s3 = terminal.client("s3")
    [item] = s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]
    lines = s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read().decode().splitlines()
    return [json.loads(line) for line in lines]


def test_all_seven_steps_in_one_command(terminal: Terminal, corpus: Path) -> None:
    variant = ["--variant", "full", "--data", str(corpus), "--input", json.dumps(TUNED)]
    said = terminal.run("run", "ner", *variant, *SMALL)
    made = output(terminal)
    assert "The model's responses are in s3://" in said
    assert "Endpoint stepline-ner-dev answers:" in said
    assert len(responses(terminal, made["transformed"])) == 6
    sagemaker = terminal.client("sagemaker")
    [tuning] = sagemaker.list_hyper_parameter_tuning_jobs()["HyperParameterTuningJobSummaries"]
    assert tuning["TrainingJobStatusCounters"]["Completed"] == 2
    trained = sagemaker.describe_training_job(TrainingJobName=made["training_job"])
    assert trained["HyperParameters"].items() >= made["tuned"].items()
    told = terminal.run("job", tuning["HyperParameterTuningJobName"])
    assert "Best training job" in told


def test_a_corpus_is_transformed_in_place_of_an_endpoint(terminal: Terminal, corpus: Path) -> None:
    own = corpus.parent / "own.jsonl"
    own.write_text('{"text": "Anna works in Oslo."}\n')
    variant = ["--variant", "transformed", "--data", str(corpus), "--corpus", str(own)]
    said = terminal.run("run", "ner", *variant, *SMALL, "--input", json.dumps(INPUT))
    assert "answers:" not in said
    made = output(terminal)
    assert "endpoint" not in made
    assert [list(each) for each in responses(terminal, made["transformed"])] == [["entities"]]
