"""One deployment of iris, executed again and again: what is reused, what is done, and when it is over at once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS

from .conftest import Terminal, copy_of_the_app

pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def first(terminal: Terminal, aws: EmbeddedAWS) -> dict[str, Any]:
    """What the history says of the execution that trained and released a model."""
    terminal.run("run", "iris")
    return newest(terminal)


def newest(terminal: Terminal) -> dict[str, Any]:
    """The newest execution of the history."""
    said = terminal.run("history", "iris", "--json")
    told = json.loads(said[said.index("{") :])  # behind a line that says which AWS it is
    execution: dict[str, Any] = told["executions"][0]
    return execution


def start(terminal: Terminal, **given: Any) -> dict[str, Any]:
    """Execute to the end; what the history says of it then."""
    terminal.run("start", "iris", "--watch", "--input", json.dumps(given))
    return newest(terminal)


def reused(execution: dict[str, Any]) -> dict[str, str | None]:
    """From which execution each step was reused."""
    return {step["name"]: step["reused_from"] for step in execution["steps"]}


def output(terminal: Terminal, execution: dict[str, Any]) -> dict[str, Any]:
    """What the execution ended with."""
    described = terminal.client("stepfunctions").describe_execution(executionArn=execution["arn"])
    told: dict[str, Any] = json.loads(described["output"])
    return told


def changed(terminal: Terminal, execution: dict[str, Any]) -> dict[str, list[str]]:
    """What was different for each step that ran."""
    return {step["name"]: step["changed"] for step in output(terminal, execution)["steps"]}


def champion(terminal: Terminal) -> str:
    """The artifact of the model that serves."""
    sagemaker = terminal.client("sagemaker")
    endpoint = sagemaker.describe_endpoint(EndpointName="stepline-iris-dev")
    name = endpoint["EndpointConfigName"]
    configuration = sagemaker.describe_endpoint_config(EndpointConfigName=name)
    model = configuration["ProductionVariants"][0]["ModelName"]
    artifact: str = sagemaker.describe_model(ModelName=model)["PrimaryContainer"]["ModelDataUrl"]
    return artifact


def created(terminal: Terminal) -> tuple[int, int]:
    """How many jobs and endpoint configurations there are."""
    sagemaker = terminal.client("sagemaker")
    jobs = [
        *sagemaker.list_training_jobs()["TrainingJobSummaries"],
        *sagemaker.list_processing_jobs()["ProcessingJobSummaries"],
    ]
    return len(jobs), len(sagemaker.list_endpoint_configs()["EndpointConfigs"])


def test_where_nothing_changed_it_is_over_at_once(
    first: dict[str, Any], terminal: Terminal
) -> None:
    assert set(reused(first).values()) == {None}
    before = created(terminal)
    then = start(terminal)
    assert then["outcome"] == "Unchanged"
    assert reused(then)["Train"] == first["arn"]
    assert then["seconds"] < 5
    assert created(terminal) == before


def test_the_same_model_on_more_machines_is_released_without_another_training(
    first: dict[str, Any], terminal: Terminal
) -> None:
    _, configurations = created(terminal)
    then = start(terminal, endpoint={"instance_count": 2})
    assert (then["outcome"], reused(then)["Train"]) == ("In service", first["arn"])
    endpoint = terminal.client("sagemaker").describe_endpoint(EndpointName="stepline-iris-dev")
    assert endpoint["ProductionVariants"][0]["CurrentInstanceCount"] == 2
    assert created(terminal)[1] == configurations + 1


def test_other_hyperparameters_train_another_model(
    first: dict[str, Any], terminal: Terminal
) -> None:
    then = start(terminal, hyperparameters={"max_depth": 4})
    assert reused(then)["Train"] is None
    assert changed(terminal, then)["Train"] == ["hyperparameters.max_depth: 5, now 4"]


def test_a_line_more_in_the_processing_code_runs_all_that_comes_after_it(
    first: dict[str, Any], terminal: Terminal, tmp_path: Path
) -> None:
    app = copy_of_the_app(tmp_path)
    with (app / "processing/iris/flowers/preparation.py").open("a") as code:
        code.write("\n# A user's line.\n")
    replace(terminal, app=app).run("deploy", "iris")
    then = start(terminal)
    assert reused(then) == {"Preprocess": None, "Train": None, "Evaluate": None}
    parts = {
        step: [one.split(": ")[0] for one in what] for step, what in changed(terminal, then).items()
    }
    assert parts["Preprocess"] == ["code"]
    assert "preprocessing" in parts["Train"]
    assert {"code", "preprocessing", "candidate"} <= set(parts["Evaluate"])
    assert start(terminal)["outcome"] == "Unchanged"


def test_a_champion_that_can_be_measured_no_more_refuses_until_the_input_ignores_it(
    first: dict[str, Any], terminal: Terminal, aws: EmbeddedAWS
) -> None:
    bucket, _, key = champion(terminal).removeprefix("s3://").partition("/")
    s3 = aws.client("s3")
    s3.put_object(Bucket=bucket, Key=key, Body=b"a pickle of another version")
    unreadable = start(
        terminal
    )  # with another model: an artifact that was written over is not reused
    assert unreadable["outcome"] == "Refused"
    decided = output(terminal, unreadable)["decision"]
    assert (decided["verdict"], decided["champion"]) == ("incomparable", None)
    assert "cannot be read in this image" in decided["sentence"]
    assert '{"champion": "ignore"}' in decided["sentence"]
    # Told once: the nights after it cost nothing.
    assert start(terminal)["outcome"] == "Unchanged"

    s3.delete_object(Bucket=bucket, Key=key)
    gone = start(terminal)
    assert (gone["outcome"], reused(gone)["Evaluate"]) == ("Refused", None)
    assert (
        f"Nothing lies at s3://{bucket}/{key} any more"
        in output(terminal, gone)["decision"]["sentence"]
    )
    file = f"{output(terminal, gone)['evaluation']}evaluation.json".removeprefix(f"s3://{bucket}/")
    evaluation = json.loads(s3.get_object(Bucket=bucket, Key=file)["Body"].read())
    assert evaluation["champion_problem"].startswith("Nothing lies at")
    assert evaluation["candidate"]["metrics"]["accuracy"]["value"] > 0.7

    released = start(terminal, champion="ignore")
    assert released["outcome"] == "In service"
    assert output(terminal, released)["decision"]["verdict"] == "champion ignored"
    assert start(terminal)["outcome"] == "Unchanged"
