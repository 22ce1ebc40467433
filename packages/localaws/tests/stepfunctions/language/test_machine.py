import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from localaws.stepfunctions.language.check import check
from localaws.stepfunctions.language.machine import read, read_alone
from localaws.stepfunctions.language.simple_states import Pass

FIELDS = ("StartAt", "States", "Type", "Next", "End", "Choices", "Variable", "Resource", "Branches")
OTHERS = (
    "Retry",
    "Catch",
    "ErrorEquals",
    "ItemProcessor",
    "Seconds",
    "Assign",
    "Output",
    "InputPath",
)
TYPES = ("Pass", "Task", "Wait", "Choice", "Map", "Parallel", "Succeed", "Fail", "{% $a %}", "$.a")
JSON = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.sampled_from(TYPES)
    | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.sampled_from((*FIELDS, *OTHERS, "Parameters", "a.$")), inner)
    ),
    max_leaves=30,
)


@settings(max_examples=40)
@given(JSON)
def test_any_json_is_a_machine_or_told_not_to_be(value: Any) -> None:
    found, problems = check(json.dumps(value))
    assert (found is None) == any(each.severity == "ERROR" for each in problems)
    assert all(each.message for each in problems)


@settings(max_examples=40)
@given(JSON)
def test_any_json_is_a_state_or_told_not_to_be(value: Any) -> None:
    states = {"S": value}
    for language in ("JSONPath", "JSONata"):
        found, problems = check(
            json.dumps({"StartAt": "S", "States": states, "QueryLanguage": language})
        )
        assert (found is None) == any(each.severity == "ERROR" for each in problems)


@settings(max_examples=40)
@given(some.text(max_size=20))
def test_any_text_is_a_definition_or_told_not_to_be(text: str) -> None:
    found, problems = check(text)
    assert found is None
    assert problems


def test_what_nests_without_end_is_told() -> None:
    inner: dict[str, Any] = {"Type": "Pass", "End": True}
    for number in range(400):
        branch = {"StartAt": f"{number}", "States": {f"{number}": inner}}
        inner = {"Type": "Map", "ItemProcessor": branch, "End": True}
    _, problems = check(json.dumps({"StartAt": "S", "States": {"S": inner}}))
    assert {each.code for each in problems} == {"TOO_DEEPLY_NESTED"}


def test_a_machine_says_how_long_it_may_take_and_in_which_language() -> None:
    states = {"A": {"Type": "Succeed"}}
    members = {"TimeoutSeconds": 5, "QueryLanguage": "JSONata", "Version": "1.0", "Comment": "c"}
    machine, _ = read(json.dumps({"StartAt": "A", "States": states, **members}))
    assert machine is not None
    assert (machine.timeout_seconds, machine.query_language) == (5, "JSONata")


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_a_state_can_come_alone(language: str) -> None:
    state, problems = read_alone(
        json.dumps({"Type": "Pass", "QueryLanguage": language, "End": True}), "N"
    )
    assert problems == ()
    assert isinstance(state, Pass)
    assert (state.name, state.flow.in_jsonata) == ("N", language == "JSONata")


def test_a_wrong_state_alone_is_told_without_a_machine_around_it() -> None:
    state, problems = read_alone('{"Type": "Wait", "End": true}', "N")
    assert state is None
    assert [each.location for each in problems] == ["/"]


def _large(count: int) -> str:
    states: dict[str, Any] = {}
    for number in range(count):
        states[f"S{number}"] = {
            "Type": "Task",
            "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
            "Parameters": {
                "TrainingJobName.$": f"States.Format('job-{number}-{{}}', $$.Execution.Name)",
                "InputDataConfig": [
                    {"ChannelName": "train", "S3Uri.$": f"$.data.s{number}[0].uri"}
                ],
            },
            "ResultPath": f"$.results.s{number}",
            "Retry": [{"ErrorEquals": ["SageMaker.AmazonSageMakerException"], "MaxAttempts": 2}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}],
            "Next": f"S{number + 1}" if number + 1 < count else "Done",
        }
    states |= {"Done": {"Type": "Succeed"}, "Failed": {"Type": "Fail", "ErrorPath": "$.Error"}}
    return json.dumps({"StartAt": "S0", "States": states})


def test_a_large_machine_is_read_whole() -> None:
    machine, problems = read(_large(68))
    assert problems == ()
    assert machine is not None
    assert len(machine.branch.states) == 70
