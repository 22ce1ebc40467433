from typing import Any

import pytest

SCHEMA = "SCHEMA_VALIDATION_FAILED"
TASK = {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f:1"}
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:work"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"TimeoutSeconds": 0}, "Minimum value is 1 at /States/S/TimeoutSeconds"),
        ({"TimeoutSeconds": 1e8}, "Expected value of type Integer at /States/S/TimeoutSeconds"),
        ({"HeartbeatSeconds": 10**8}, "Maximum value is 99999999 at /States/S/HeartbeatSeconds"),
        (
            {"TimeoutSeconds": 5, "TimeoutSecondsPath": "$.a"},
            "There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath] "
            "at /States/S",
        ),
        (
            {"HeartbeatSecondsPath": "a"},
            "Value is not a Reference Path: Reference path didn't start with '$' "
            "at /States/S/HeartbeatSecondsPath",
        ),
        (
            {"TimeoutSeconds": 5, "HeartbeatSeconds": 5},
            "HeartbeatSeconds must be smaller than TimeoutSeconds at /States/S",
        ),
        (
            {"Credentials": {}},
            "The field 'RoleArn' is required but was missing at /States/S/Credentials",
        ),
        (
            {"Credentials": {"RoleArn": "r", "Role": "r"}},
            "Field 'Role' is not supported at /States/S/Credentials",
        ),
        (
            {"Resource": ACTIVITY, "Credentials": {"RoleArn": "r"}},
            "The field 'Credentials' is not supported for activities at /States/S",
        ),
    ],
)
def test_a_wrong_task_is_told(said_of: Any, fields: dict[str, Any], problem: str) -> None:
    assert said_of({**TASK, **fields}) == [f"{SCHEMA}: {problem}"]


@pytest.mark.parametrize(
    "fields",
    [
        {"TimeoutSecondsPath": "$.a", "HeartbeatSecondsPath": "$variable"},
        {"TimeoutSeconds": 6, "HeartbeatSeconds": 5},
        {"Credentials": {"RoleArn.$": "$.role"}},
        {"Resource": ACTIVITY},
    ],
)
def test_a_task_says_how_long_and_as_whom(said_of: Any, fields: dict[str, Any]) -> None:
    assert said_of({**TASK, **fields}) == []


def test_jsonata_says_how_long_and_as_whom(said_of: Any) -> None:
    fields = {
        "TimeoutSeconds": "{% $t %}",
        "HeartbeatSeconds": "{% $h %}",
        "Credentials": {"RoleArn": "{% $role %}"},
    }
    assert said_of({**TASK, **fields}, QueryLanguage="JSONata") == []
    assert said_of({**TASK, "Credentials": "{% $all %}"}, QueryLanguage="JSONata") == []


@pytest.mark.parametrize(
    ("state", "problem"),
    [
        (
            {"Type": "Fail", "Error": "a", "ErrorPath": "$.a"},
            "There should only be one of the following fields: [Error, ErrorPath] at /States/S",
        ),
        (
            {"Type": "Fail", "CausePath": "cause"},
            "Value must be a valid JSONPath or a valid intrinsic function call at /States/S/CausePath",
        ),
        ({"Type": "Fail", "Error": 1}, "Expected value of type [STRING] at /States/S/Error"),
    ],
)
def test_a_wrong_fail_is_told(said_of: Any, state: dict[str, Any], problem: str) -> None:
    assert said_of(state) == [f"{SCHEMA}: {problem}"]


def test_a_fail_takes_its_words_from_the_input_the_context_or_a_function(said_of: Any) -> None:
    assert said_of({"Type": "Fail", "ErrorPath": "$.a", "CausePath": "$$.State.Name"}) == []
    assert said_of({"Type": "Fail", "CausePath": "States.Format('{}', $.a)"}) == []


def test_a_parallel_state_has_branches(said_of: Any) -> None:
    assert said_of({"Type": "Parallel", "Branches": []}) == [
        f"{SCHEMA}: Value cannot be empty at /States/S/Branches"
    ]
    assert said_of({"Type": "Parallel", "Branches": [{}]}) == [
        f"{SCHEMA}: These fields are required: [StartAt, States] at /States/S/Branches[0]"
    ]
