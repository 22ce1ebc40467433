"""The evaluation's file in the state, and what becomes of one that is none."""

import json
from typing import Any

import pytest

from tests.pipelines.workflow.walking import cause, walk

ONE, OTHER = {"value": 0.9, "low": 0.8, "high": 0.95}, {"value": 0.7, "low": 0.6, "high": 0.8}
GIVEN = {"where": {"run": "s3://a-bucket/runs/r", "evaluated": "s3://a-bucket/runs/older"}}
URI = "s3://a-bucket/runs/older/evaluation/evaluation.json"


@pytest.fixture
def read(definitions: Any) -> Any:
    """What is known after the file was read, or the sentence that the execution fails with."""

    def scores(answer: Any, **given: Any) -> Any:
        states = definitions["bank"]["States"]
        after = ("Create model", "Compare with what serves")
        name, known, _ = walk(
            states, "Read scores", {**GIVEN, **given}, {"getObject": answer}, after
        )
        return known if name in after else cause(states[name], known)

    return scores


def file(content: Any) -> dict[str, Any]:
    return {"Body": content if isinstance(content, str) else json.dumps(content)}


def test_each_metric_has_the_candidates_and_the_champions_numbers(read: Any) -> None:
    content = {
        "version": 1,
        "candidate": {"metrics": {"f1": ONE, "auc": ONE}},
        "champion": {"metrics": {"f1": OTHER}},
    }
    known = read(file(content))
    assert known["scores"] == {
        "f1": {"candidate": ONE, "champion": OTHER},
        "auc": {"candidate": ONE, "champion": None},
    }
    assert known["scores_uri"] == URI


def test_a_first_run_has_no_champions_numbers(read: Any) -> None:
    known = read(file({"candidate": {"metrics": {"f1": ONE}}, "champion": None}))
    assert known["scores"] == {"f1": {"candidate": ONE, "champion": None}}


def test_why_the_champion_has_no_numbers_is_known(read: Any) -> None:
    content = {
        "candidate": {"metrics": {"f1": ONE}},
        "champion": None,
        "champion_problem": "It cannot be loaded.",
    }
    champion = {"endpoint": "e", "model": "m"}
    known = read(file(content), champion=champion)
    assert known["champion"] == {**champion, "problem": "It cannot be loaded."}
    assert read(file(content), champion={})["champion"] == {}
    before = {**champion, "problem": "It is gone."}
    assert read(file(content), champion=before)["champion"] == before


def test_the_file_that_is_read_is_that_of_the_evaluation(definitions: Any, evaluate: Any) -> None:
    arguments = definitions["bank"]["States"]["Read scores"]["Arguments"]
    assert arguments["Bucket"] == "a-bucket"
    assert evaluate(arguments["Key"], GIVEN) == "runs/older/evaluation/evaluation.json"


@pytest.mark.parametrize(
    "error",
    [
        ("S3.NoSuchKeyException", "The specified key does not exist."),
        ("States.QueryEvaluationError", "The file is no JSON"),
    ],
)
def test_a_file_that_is_missing_or_no_json_is_a_failure(read: Any, error: tuple[str, str]) -> None:
    assert read(error) == (
        f"The scores could not be read: {error[1]} The evaluation should have written JSON to {URI}."
    )


@pytest.mark.parametrize(
    "content", [[], "0.9", {}, {"candidate": {"metrics": {}}}, {"candidate": 1}]
)
def test_json_that_is_no_evaluation_is_a_failure(read: Any, content: Any) -> None:
    assert read(file(content)).startswith(f"{URI} is no evaluation: the metrics of the candidate")
