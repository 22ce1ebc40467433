import json
from typing import Any

import pytest

from localaws.stepfunctions.language.check import check
from localaws.stepfunctions.language.reading import EXPRESS, STANDARD
from localaws.stepfunctions.language.resource import Action, Resource

PASS = {"Type": "Pass", "End": True}
SCHEMA = "SCHEMA_VALIDATION_FAILED"


def test_a_machine_that_is_right_has_nothing_said_of_it() -> None:
    found, problems = check(json.dumps({"StartAt": "A", "States": {"A": PASS}}))
    assert found is not None
    assert found.branch.start_at == "A"
    assert problems == ()


@pytest.mark.parametrize("text", ["", "  ", "[]", "1", '"A"', "null"])
def test_a_definition_is_an_object(said: Any, text: str) -> None:
    assert said(text) == [f"{SCHEMA}: Definition must be a valid JSON object at null"]


def test_text_that_is_no_json_is_told_with_its_place() -> None:
    _, (problem,) = check("no definition")
    assert problem.code == "INVALID_JSON_DESCRIPTION"
    assert problem.location == '[Source: (String)"no definition"; line: 1, column: 3]'
    assert problem.message == (
        "Unrecognized token 'no': was expecting (JSON String, Number, Array, Object or token "
        f"'null', 'true' or 'false')\n at {problem.location}"
    )


def test_a_machine_needs_a_start_and_states(said: Any) -> None:
    assert said({}) == [f"{SCHEMA}: These fields are required: [StartAt, States] at /"]


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"StatesAt": "A"}, "Field 'StatesAt' is not supported at /"),
        ({"Version": "2.0"}, "Value should be one of the following: [1.0] at /Version"),
        ({"Comment": 1}, "Expected value of type [STRING] at /Comment"),
        ({"TimeoutSeconds": "1"}, "Expected value of type Integer at /TimeoutSeconds"),
        ({"TimeoutSeconds": -1}, "Minimum value is 0 at /TimeoutSeconds"),
        ({"QueryLanguage": 5}, "Expected value of type [STRING] at /QueryLanguage"),
        (
            {"QueryLanguage": "jsonata"},
            "Value should be one of the following: [JSONPath, JSONata] at /QueryLanguage",
        ),
        ({"States": []}, "Expected value of type [OBJECT] at /States"),
        ({"States": {}}, "Value cannot be empty at /States"),
        ({"States": {"A": 1}}, "Expected value of type [OBJECT] at /States/A"),
        ({"States": {"A": {}}}, "These fields are required: [Type] at /States/A"),
        (
            {"States": {"A": {"Type": "Job"}}},
            "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, "
            "Choice, Parallel, Map] at /States/A/Type",
        ),
    ],
)
def test_fields_of_a_machine(said: Any, members: dict[str, Any], problem: str) -> None:
    assert said({"StartAt": "A", "States": {"A": PASS}, **members}) == [f"{SCHEMA}: {problem}"]


def test_everything_that_is_wrong_is_told_at_once(said: Any) -> None:
    states = {
        "A": {"Type": "Pass", "Next": "B", "Seconds": 1},
        "B": {"Type": "Wait", "End": True},
    }
    assert said({"StartAt": "A", "States": states}) == [
        f"{SCHEMA}: Field 'Seconds' is not supported at /States/A",
        f"{SCHEMA}: This object should have only one of the following fields: "
        "[SecondsPath, Seconds, TimestampPath, Timestamp] at /States/B",
    ]


def _task(resource: str, **fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, "Parameters": {}, **fields}


ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:work"


@pytest.mark.parametrize(
    ("resource", "problem"),
    [
        ("train", "Value is not a valid resource ARN"),
        (
            "arn:aws:s3:::bucket",
            "The resource provided arn:aws:s3:::bucket is not recognized. The value is not a valid "
            "resource ARN, or the resource is not available in this region.",
        ),
    ],
)
def test_a_task_names_what_it_calls(said_of: Any, resource: str, problem: str) -> None:
    assert said_of(_task(resource)) == [f"{SCHEMA}: {problem} at /States/S/Resource"]


@pytest.mark.parametrize(
    ("resource", "problem"),
    [
        (ACTIVITY, "Express state machine does not support Activity ARN"),
        (
            "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Express state machine does not support '.waitForTaskToken' service integration ",
        ),
        (
            "arn:aws:states:::states:startExecution.sync:2",
            "Express state machine does not support '.sync' service integration ",
        ),
    ],
)
def test_what_is_express_waits_for_nobody(said_of: Any, resource: str, problem: str) -> None:
    told = f"{SCHEMA}: {problem} at"
    assert said_of(_task(resource), STANDARD) == []
    assert said_of(_task(resource), EXPRESS) == [f"{told} /States/S/Resource"]
    children = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        "StartAt": "T",
        "States": {"T": _task(resource, End=True)},
    }
    assert said_of({"Type": "Map", "ItemProcessor": children}) == [
        f"{told} /States/S/ItemProcessor/States/T/Resource"
    ]


def test_an_express_machine_has_no_distributed_map(said_of: Any) -> None:
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        "StartAt": "A",
        "States": {"A": PASS},
    }
    assert said_of({"Type": "Map", "ItemProcessor": processor}, EXPRESS) == [
        f"{SCHEMA}: The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state "
        "machines at /States/S/ItemProcessor/ProcessorConfig/Mode"
    ]


def test_what_tasks_may_not_call_is_refused_as_it_is_said_to_be(said_of: Any) -> None:
    def refusal(resource: Resource, machine_type: str) -> str | None:
        assert isinstance(resource, Action)
        return f"No {resource.service} for {machine_type}" if resource.service == "sqs" else None

    sqs, sns = (f"arn:aws:states:::{name}" for name in ("sqs:sendMessage", "sns:publish"))
    assert said_of(_task(sns), STANDARD, refusal) == []
    assert said_of(_task(sqs), EXPRESS, refusal) == [
        f"{SCHEMA}: No sqs for EXPRESS at /States/S/Resource"
    ]


def test_a_task_of_an_integration_hands_something_over(said_of: Any) -> None:
    task = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage"}
    assert said_of(task) == [
        f"{SCHEMA}: Parameters field is required for resource ARN: {task['Resource']} at /States/S"
    ]
    assert said_of(task, QueryLanguage="JSONata") == [
        f"{SCHEMA}: Arguments field is required for resource ARN: {task['Resource']} at /States/S"
    ]
    assert said_of({"Type": "Task", "Resource": ACTIVITY}) == []


def test_advice_comes_only_where_nothing_is_wrong() -> None:
    suspicious = {"Type": "Pass", "Parameters": {"a": "$.b"}, "End": True}
    found, problems = check(json.dumps({"StartAt": "A", "States": {"A": suspicious}}))
    assert found is not None
    assert [(each.code, each.severity, each.location) for each in problems] == [
        ("NO_DOLLAR", "WARNING", "/States/A/Parameters/a")
    ]
    broken = {**suspicious, "Seconds": 1}
    found, problems = check(json.dumps({"StartAt": "A", "States": {"A": broken}}))
    assert found is None
    assert [each.severity for each in problems] == ["ERROR"]


@pytest.mark.parametrize(
    "expression",
    [
        "States.MathAdd(1, 1e999)",
        f"States.Array({'9' * 5000})",
        "States.Array(007)",
        "$.a[?(@.b == 1e999)]",
        f"$.a[?(@.b == {'9' * 5000})]",
    ],
)
def test_a_number_in_an_expression_is_one_of_json(said: Any, expression: str) -> None:
    state = PASS | {"Parameters": {"v.$": expression}}
    assert said({"StartAt": "A", "States": {"A": state}}) == [
        f"{SCHEMA}: The value for the field 'v.$' must be a valid JSONPath or a valid intrinsic "
        "function call at /States/A/Parameters"
    ]
