"""A champion that cannot be measured is known as such before a job reads it."""

from typing import Any

import pytest

from pipelines.definition import Evaluation
from pipelines.workflow.readable_champion import LEFT_OUT, ReadableChampion
from tests.pipelines.conftest import evaluated

SERVES = {
    "endpoint": "stepline-bank-dev",
    "artifact": "s3://b/model.tar.gz",
    "processed": "s3://b/runs/older",
}
IGNORING, COMPARING = {"champion": "ignore"}, {"champion": "compare"}


def field(code: str, given: Any, **more: Any) -> Any:
    return evaluated(code.removeprefix("{%").removesuffix("%}"), given, **more)


def goes(states: Any, champion: Any, config: Any = COMPARING) -> str:
    choice = states["Is the champion to be read?"]
    for rule in choice["Choices"]:
        if field(rule["Condition"], {"champion": champion, "config": config}):
            return str(rule["Next"])
    return str(choice["Default"])


@pytest.fixture
def states(definitions: Any) -> Any:
    return definitions["bank"]["States"]


def test_what_serves_is_looked_for_unless_it_is_known_to_be_unreadable(states: Any) -> None:
    look, on = "Look for what the champion needs", "Fingerprint evaluation"
    assert goes(states, SERVES) == look
    assert goes(states, {}) == on
    assert goes(states, {**SERVES, "problem": "It is gone."}) == on


def test_an_input_that_ignores_the_champion_leaves_it_out_even_where_it_is_gone(
    states: Any,
) -> None:
    assert goes(states, SERVES, IGNORING) == "Leave the champion out"
    assert goes(states, {**SERVES, "problem": "x"}, IGNORING) == "Leave the champion out"
    assert goes(states, {}, IGNORING) == "Fingerprint evaluation"
    then = field(states["Leave the champion out"]["Output"], {"champion": SERVES})
    assert then["champion"] == {**SERVES, "problem": LEFT_OUT, "ignored": True}


def test_its_artifact_and_what_its_run_left_for_it_are_looked_for(states: Any) -> None:
    look = states["Look for what the champion needs"]
    assert field(look["Items"], {"champion": SERVES}) == [
        "s3://b/model.tar.gz",
        "s3://b/runs/older/encoding/",
    ]
    one = look["ItemProcessor"]["States"]["Look for part of the champion"]
    uri = "s3://b/runs/older/encoding/"
    assert field(one["Arguments"]["Bucket"], uri) == "b"
    assert field(one["Arguments"]["Prefix"], uri) == "runs/older/encoding/"
    assert field(one["Output"], uri, result={"KeyCount": 0}) == {"uri": uri, "there": False}
    there = field(one["Output"], uri, result={"Contents": [{"Key": "k"}]})
    assert there == {"uri": uri, "there": True}


@pytest.mark.parametrize(
    ("error", "there"), [("S3.NoSuchBucketException", False), ("S3.S3Exception", True)]
)
def test_a_bucket_that_may_not_be_listed_says_nothing_of_what_is_in_it(
    states: Any, error: str, there: bool
) -> None:
    parts = states["Look for what the champion needs"]["ItemProcessor"]["States"]
    (catcher,) = parts["Look for part of the champion"]["Catch"]
    failed = field(catcher["Output"], "s3://b/x", errorOutput={"Error": error, "Cause": "c"})
    assert field(parts[catcher["Next"]]["Output"], failed) == {"uri": "s3://b/x", "there": there}


def test_what_is_missing_is_told(states: Any) -> None:
    output = states["Look for what the champion needs"]["Output"]
    found = [{"uri": "s3://b/a", "there": False}, {"uri": "s3://b/b/", "there": True}]
    known = field(output, {"champion": SERVES}, result=found)
    assert known["champion"]["problem"] == (
        "Nothing lies at s3://b/a any more, which the model that serves is measured by."
    )
    both = field(output, {"champion": SERVES}, result=[{**one, "there": False} for one in found])
    assert "at s3://b/a and s3://b/b/ any more" in both["champion"]["problem"]
    all_there = field(output, {"champion": SERVES}, result=[found[1], found[1]])
    assert all_there == {"champion": SERVES}


def test_an_evaluation_that_reads_no_more_needs_the_artifact_alone() -> None:
    part = ReadableChampion(Evaluation(reads=("test",)))
    assert part.state_id == "Is the champion to be read?"


def test_a_champion_that_could_not_be_asked_is_left_out_this_time(
    definitions: Any, evaluate: Any
) -> None:
    given = {
        "champion": SERVES,
        "steps": {"evaluate": {"fingerprint": "f"}},
        "failure": {"Error": "States.TaskFailed", "Cause": "no luck"},
    }
    known = evaluate(definitions["clicks"]["States"]["Champion not asked"]["Output"], given)
    assert known["champion"] == {
        **SERVES,
        "problem": "The model that serves could not be asked. no luck",
    }
    assert known["steps"]["evaluate"]["passing"]
    assert "failure" not in known
