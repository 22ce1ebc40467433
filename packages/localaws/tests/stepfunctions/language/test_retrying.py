import json
from typing import Any

import pytest

from localaws.stepfunctions.language.machine import read
from localaws.stepfunctions.language.retrying import Catcher, Retrier
from localaws.stepfunctions.language.task import Task

SCHEMA = "SCHEMA_VALIDATION_FAILED"
TASK = {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f"}
ALL = ["States.ALL"]


def read_task(**fields: Any) -> Task:
    states = {"S": {**TASK, **fields, "End": True}, "E": {"Type": "Succeed"}}
    machine, problems = read(json.dumps({"StartAt": "S", "States": states}))
    assert machine is not None, problems
    state = machine.branch.states["S"]
    assert isinstance(state, Task)
    return state


def test_a_retrier_has_awss_defaults() -> None:
    catch = [{"ErrorEquals": ALL, "Next": "E"}]
    task = read_task(Retry=[{"ErrorEquals": ["A"]}], Catch=catch)
    assert task.retry == (Retrier(("A",), 1, 3, 2.0, None, full_jitter=False),)
    assert task.catch == (Catcher(("States.ALL",), "E"),)


def test_a_retrier_says_how_often_and_how_far_apart() -> None:
    retry = {
        "ErrorEquals": ["A", "States.Timeout"],
        "IntervalSeconds": 0,
        "MaxAttempts": 0,
        "BackoffRate": 1.5,
        "MaxDelaySeconds": 31_622_400,
        "JitterStrategy": "FULL",
    }
    task = read_task(Retry=[retry], Catch=[{"ErrorEquals": ALL, "Next": "E"}])
    assert task.retry == (
        Retrier(("A", "States.Timeout"), 0, 0, 1.5, 31_622_400, full_jitter=True),
    )


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"ErrorEquals": []}, "Value cannot be empty at {}/ErrorEquals"),
        ({"ErrorEquals": [1]}, "Expected value of type [STRING] at {}/ErrorEquals[0]"),
        ({"ErrorEquals": "A"}, "Expected value of type [ARRAY] at {}/ErrorEquals"),
        ({"IntervalSeconds": -1}, "Minimum value is 0 at {}/IntervalSeconds"),
        ({"IntervalSeconds": 1.5}, "Expected value of type Integer at {}/IntervalSeconds"),
        ({"MaxAttempts": 100_000_000}, "Maximum value is 99999999 at {}/MaxAttempts"),
        ({"BackoffRate": 0.5}, "Minimum value is 1.0 at {}/BackoffRate"),
        ({"BackoffRate": True}, "Expected value of type Float at {}/BackoffRate"),
        ({"MaxDelaySeconds": 0}, "Minimum value is 1 at {}/MaxDelaySeconds"),
        ({"MaxDelaySeconds": 31_622_401}, "Maximum value is 31622400 at {}/MaxDelaySeconds"),
        (
            {"MaxDelaySeconds": 5, "IntervalSeconds": 5},
            "MaxDelaySeconds must be greater than IntervalSeconds at {}",
        ),
        (
            {"JitterStrategy": "HALF"},
            "Value should be one of the following: [NONE, FULL] at {}/JitterStrategy",
        ),
        ({"Next": "E"}, "Field 'Next' is not supported at {}"),
    ],
)
def test_a_wrong_retrier_is_told(said_of: Any, members: dict[str, Any], problem: str) -> None:
    state = {**TASK, "Retry": [{"ErrorEquals": ["A"], **members}]}
    assert said_of(state) == [f"{SCHEMA}: {problem.format('/States/S/Retry[0]')}"]


@pytest.mark.parametrize(
    ("errors", "location"),
    [
        ([["A", "States.ALL"]], "[0]/ErrorEquals[1]"),
        ([["States.ALL", "A"]], "[0]/ErrorEquals[0]"),
        ([["States.ALL"], ["A"]], "[0]/ErrorEquals[0]"),
    ],
)
@pytest.mark.parametrize("field", ["Retry", "Catch"])
def test_all_errors_come_alone_and_last(
    said_of: Any, field: str, errors: list[list[str]], location: str
) -> None:
    to = {"Next": "E"} if field == "Catch" else {}
    clauses = [{"ErrorEquals": names, **to} for names in errors]
    assert said_of({**TASK, field: clauses}) == [
        f"{SCHEMA}: States.ALL must appear alone and at end of list at /States/S/{field}{location}"
    ]


def test_a_catcher_leads_somewhere(said_of: Any) -> None:
    assert sorted(said_of({**TASK, "Catch": [{}]})) == [
        f"{SCHEMA}: These fields are required: [ErrorEquals] at /States/S/Catch[0]",
        f"{SCHEMA}: These fields are required: [Next] at /States/S/Catch[0]",
    ]


def test_a_catcher_has_the_error_at_hand(said_of: Any) -> None:
    catch = {
        "ErrorEquals": ALL,
        "Next": "E",
        "Output": "{% $states.errorOutput %}",
        "Assign": {"why": "{% $states.errorOutput.Cause %}"},
    }
    assert said_of({**TASK, "Catch": [catch]}, QueryLanguage="JSONata") == []


def test_a_catcher_has_what_its_query_language_has(said_of: Any) -> None:
    jsonpath = {"ErrorEquals": ALL, "Next": "E", "ResultPath": "$.error"}
    assert said_of({**TASK, "Catch": [jsonpath]}) == []
    assert said_of({**TASK, "Catch": [jsonpath]}, QueryLanguage="JSONata") == [
        f"{SCHEMA}: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for "
        "the 'JSONPath' QueryLanguage at /States/S/Catch[0]"
    ]
