from typing import Any

import pytest
from botocore.model import Shape

from localaws.protocols.models import service_model
from localaws.stepfunctions.language.reading import STANDARD, anything
from localaws.stepfunctions.language.resource import Action

SCHEMA = "SCHEMA_VALIDATION_FAILED"
OPERATIONS = {
    "createTrainingJob": ("sagemaker", "CreateTrainingJob"),
    "startExecution": ("stepfunctions", "StartExecution"),
    "putItem": ("dynamodb", "PutItem"),
    "invoke": ("lambda", "Invoke"),
}


def shape(action: Action) -> Shape | None:
    known = None if action.service == "http" else OPERATIONS.get(action.action)
    return known and service_model(known[0]).operation_model(known[1]).input_shape


RULES = (STANDARD, anything, shape)


def _task(action: str, **given: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": f"arn:aws:states:::{action}", "Parameters": given}


@pytest.mark.parametrize(
    "task",
    [
        _task("states:startExecution", StateMachineArn="a", Input={"any": {"thing": 1}}),
        _task("states:startExecution", **{"StateMachineArn.$": "$.arn", "Input.$": "$"}),
        _task("dynamodb:putItem", TableName="t", Item={"id": {"S.$": "$.id"}}),
        _task("lambda:invoke", FunctionName="f", Payload={"any": [{"thing": 1}]}),
        _task("http:invoke", Anything="goes"),
        _task("aws-sdk:dynamodb:putItem", TableName="t", Item={}, Unheard=1),
    ],
)
def test_members_are_those_of_the_operation_with_a_capital(
    said_of: Any, task: dict[str, Any]
) -> None:
    assert said_of(task, *RULES) == []


@pytest.mark.parametrize(
    ("task", "problem"),
    [
        (
            _task("states:startExecution", stateMachineArn="a", StateMachineArn="a"),
            'The field "stateMachineArn" is not supported by Step Functions at {}',
        ),
        (
            _task("states:startExecution", Input={}),
            "The field 'StateMachineArn' is required but was missing at {}",
        ),
        (
            _task("aws-sdk:dynamodb:putItem", Item={}),
            "The field 'TableName' is required but was missing at {}",
        ),
        (
            _task("dynamodb:putItem", TableName="t", Item={"id": {"T": "x"}}),
            'The field "T" is not supported by Step Functions at {}/Item/id',
        ),
        (
            _task("dynamodb:putItem", TableName="t", Item={"id": {"L": [{"T.$": "$.a"}]}}),
            'The field "T" is not supported by Step Functions at {}/Item/id/L[0]',
        ),
    ],
)
def test_what_is_missing_or_unknown_is_told_where_it_is(
    said_of: Any, task: dict[str, Any], problem: str
) -> None:
    assert said_of(task, *RULES) == [f"{SCHEMA}: {problem.format('/States/S/Parameters')}"]


def test_required_members_are_asked_for_all_the_way_down(said_of: Any) -> None:
    said = said_of(
        _task("sagemaker:createTrainingJob.sync", TrainingJobName="j", ResourceConfig={}), *RULES
    )
    assert (
        f"{SCHEMA}: The field 'RoleArn' is required but was missing at /States/S/Parameters" in said
    )
    assert all(" is required but was missing at /States/S/Parameters" in each for each in said)


def test_jsonata_hands_over_arguments(said_of: Any) -> None:
    task = _task("states:startExecution")
    del task["Parameters"]
    for given, problems in (("{% $all %}", 0), ({"StateMachineArn": "{% $a %}"}, 0), ({}, 1)):
        said = said_of({**task, "Arguments": given}, *RULES, QueryLanguage="JSONata")
        assert len(said) == problems
