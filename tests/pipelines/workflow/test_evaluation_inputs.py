"""What the evaluation job reads, with a champion and without."""

from pathlib import Path
from typing import Any

from pipelines.workflow.processing import CHAMPION_PROBLEM

GIVEN = {
    "where": {"run": "s3://a-bucket/runs/new", "processed": "s3://a-bucket/runs/older"},
    "training": {"ModelArtifacts": {"S3ModelArtifacts": "s3://a-bucket/runs/new/model.tar.gz"}},
}
SERVES = {"artifact": "s3://a-bucket/old.tar.gz", "processed": "s3://a-bucket/runs/first"}


def read(definitions: Any, evaluate: Any, pipeline: str, champion: Any) -> dict[str, str]:
    """Where each folder of the job comes from."""
    state = definitions[pipeline]["States"]["Gather what is measured"]
    listed = evaluate(state["Output"], {**GIVEN, "champion": champion})["measured"]["inputs"]
    for one in listed:
        assert one["S3Input"]["LocalPath"] == f"/opt/ml/processing/input/{one['InputName']}"
    return {one["InputName"]: one["S3Input"]["S3Uri"] for one in listed}


def test_a_first_run_reads_the_candidate_alone(definitions: Any, evaluate: Any) -> None:
    assert read(definitions, evaluate, "split", {}) == {
        "code": "s3://cdk-assets/0f1e2d.zip",
        "model": "s3://a-bucket/runs/new/model.tar.gz",
        "test": "s3://a-bucket/runs/older/test/",
    }


def test_the_champion_is_read_beside_it(definitions: Any, evaluate: Any) -> None:
    found = read(definitions, evaluate, "split", SERVES)
    assert found["champion"] == "s3://a-bucket/old.tar.gz"
    assert found["test"] == "s3://a-bucket/runs/older/test/"


def test_where_models_are_asked_what_both_said_is_read(definitions: Any, evaluate: Any) -> None:
    found = read(definitions, evaluate, "clicks", SERVES)
    assert found["transformed"] == "s3://a-bucket/runs/new/transformed/"
    assert found["champion-transformed"] == "s3://a-bucket/runs/new/champion-transformed/"
    assert "model" not in found


def test_the_evaluation_takes_the_list_as_it_is(definitions: Any) -> None:
    parameters = definitions["split"]["States"]["Evaluate"]["Parameters"]
    assert parameters["ProcessingInputs.$"] == "$.measured.inputs"
    assert "ProcessingInputs" not in parameters


def test_a_champion_that_cannot_be_measured_is_not_read_and_the_job_is_told_why(
    definitions: Any, evaluate: Any
) -> None:
    gone = {**SERVES, "problem": "It is gone. " * 40}
    assert "champion" not in read(definitions, evaluate, "split", gone)
    states = definitions["split"]["States"]
    gathered = evaluate(states["Gather what is measured"]["Output"], {**GIVEN, "champion": gone})
    assert gathered["measured"]["problem"] == gone["problem"][:256]
    environment = states["Evaluate"]["Parameters"]["Environment"]
    assert environment == {f"{CHAMPION_PROBLEM}.$": "$.measured.problem"}
    first = evaluate(states["Gather what is measured"]["Output"], {**GIVEN, "champion": {}})
    assert first["measured"]["problem"] == ""


def test_the_evaluation_knows_the_variable_that_it_is_told_by() -> None:
    assert f'"{CHAMPION_PROBLEM}"' in Path("processing/evaluating/serving.py").read_text()
