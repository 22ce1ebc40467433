"""States by themselves: output, what becomes of errors, and what the data is on its way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.tasks.task import Ended, Failed, Order, Succeeded
from localaws.stepfunctions.test_state import request
from localaws.stepfunctions.test_state.evaluation import Evaluation

NOW = 1_764_000_000.0
ROLE = "arn:aws:iam::123456789012:role/states"
SEND = {
    "Type": "Task",
    "Resource": "arn:aws:states:::sqs:sendMessage",
    "Parameters": {"MessageBody.$": "$.text"},
    "ResultSelector": {"id.$": "$.MessageId"},
    "ResultPath": "$.sent",
    "OutputPath": "$.sent",
    "Next": "After",
}
INNER = {"Type": "Pass", "End": True}
EACH = {"StartAt": "Inner", "States": {"Inner": INNER}}
DISTRIBUTED = {**EACH, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}}
MAP = {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": EACH, "End": True}


class World:
    def __init__(self, ended: Ended | None = None) -> None:
        self.ended = ended
        self.orders: list[Order] = []
        self.allowed: list[float] = []
        self.waited: list[float] = []

    def now(self) -> float:
        return NOW

    def call(self, order: Order, seconds: float) -> Ended | None:
        self.orders.append(order)
        self.allowed.append(seconds)
        return self.ended

    def wait(self, until: float) -> None:
        self.waited.append(until - NOW)


def evaluated(
    state: dict[str, Any], given: Any = None, world: World | None = None, **members: Any
) -> dict[str, Any]:
    """The response, its texts as values."""
    asked = {"definition": json.dumps(state), "input": json.dumps(given or {}), **members}
    test = request.read(asked, lambda _: None)
    response = Evaluation(test, "123456789012", "eu-west-1", world or World()).response()
    if "output" in response:
        response["output"] = json.loads(response["output"])
    for stage, text in response.get("inspectionData", {}).items():
        if isinstance(text, str):
            response["inspectionData"][stage] = json.loads(text)
    return response


def inspected(state: dict[str, Any], given: Any = None, **members: Any) -> dict[str, Any]:
    found: dict[str, Any] = evaluated(state, given, **{"inspectionLevel": "DEBUG", **members})[
        "inspectionData"
    ]
    return found


def result(value: Any) -> dict[str, Any]:
    return {"result": json.dumps(value)}


def error(name: str, **members: Any) -> dict[str, Any]:
    return {"errorOutput": {"error": name, **members}}


def test_a_state_gives_its_output_and_what_follows() -> None:
    assert evaluated({"Type": "Pass", "Result": [1], "Next": "After"}) == {
        "status": "SUCCEEDED",
        "output": [1],
        "nextState": "After",
    }


def test_a_fail_state_gives_its_error() -> None:
    fails = {"Type": "Fail", "Error": "Worse", "Cause": "than before"}

    assert evaluated(fails) == {"status": "FAILED", "error": "Worse", "cause": "than before"}


def test_a_choice_says_where_it_goes() -> None:
    better = {"Variable": "$.f1", "NumericGreaterThan": 0.8, "Next": "Deploy"}
    choice = {"Type": "Choice", "Choices": [better], "Default": "Leave"}

    assert evaluated(choice, {"f1": 0.9})["nextState"] == "Deploy"
    assert evaluated(choice, {"f1": 0.1})["nextState"] == "Leave"


def test_an_expression_without_a_value_fails_the_state() -> None:
    response = evaluated({"Type": "Pass", "Parameters": {"a.$": "$.none"}, "End": True})

    assert (response["status"], response["error"]) == ("FAILED", "States.Runtime")
    assert response["cause"].startswith(
        "An error occurred while executing the state 'StateName' (entered at the event id #2). "
    )


def test_a_task_is_really_done_without_a_mock() -> None:
    world = World(Succeeded({"MessageId": "m"}))

    response = evaluated(SEND, {"text": "hello"}, world, roleArn=ROLE)

    assert (response["output"], response["nextState"]) == ({"id": "m"}, "After")
    (order,) = world.orders
    assert (order.arguments, order.execution.role_arn) == ({"MessageBody": "hello"}, ROLE)
    assert world.allowed == [300]


@pytest.mark.parametrize(("level", "shows"), [("DEBUG", False), ("TRACE", True)])
def test_an_http_tasks_exchange_is_shown_at_trace(level: str, shows: bool) -> None:
    class Http(World):
        def call(self, order: Order, seconds: float) -> Ended | None:
            if order.exchange is not None:
                order.exchange.tell({"method": "GET"}, {"statusCode": "200"})
            return Succeeded({})

    state = {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "End": True}

    data = evaluated(state, {}, Http(), roleArn=ROLE, inspectionLevel=level)["inspectionData"]

    assert (data.get("request") == {"method": "GET"}) is shows
    assert (data.get("response") == {"statusCode": "200"}) is shows


def test_a_task_that_its_service_refuses_fails() -> None:
    world = World(Failed("Sqs.QueueDoesNotExistException", "no such queue"))

    response = evaluated(SEND, {"text": "hello"}, world, roleArn=ROLE)

    assert response == {
        "status": "FAILED",
        "error": "Sqs.QueueDoesNotExistException",
        "cause": "no such queue",
    }


def test_a_task_that_takes_too_long_times_out() -> None:
    world = World(None)
    limited = {**SEND, "TimeoutSeconds": 20}

    assert evaluated(limited, {"text": ""}, world, roleArn=ROLE)["error"] == "States.Timeout"
    assert evaluated(SEND, {"text": ""}, world, roleArn=ROLE)["error"] == "States.Timeout"
    assert world.allowed == [20, 300]


def test_the_data_of_a_task_is_shown_at_every_stage() -> None:
    given = {"text": "hello"}

    assert inspected(SEND, given, mock=result({"MessageId": "m"})) == {
        "input": given,
        "afterInputPath": given,
        "afterParameters": {"MessageBody": "hello"},
        "result": {"MessageId": "m"},
        "afterResultSelector": {"id": "m"},
        "afterResultPath": {"text": "hello", "sent": {"id": "m"}},
    }


def test_in_jsonata_there_are_arguments() -> None:
    state = {
        "Type": "Task",
        "QueryLanguage": "JSONata",
        "Resource": SEND["Resource"],
        "Arguments": {"MessageBody": "{% $states.input.text %}"},
        "End": True,
    }

    assert inspected(state, {"text": "hi"}, mock=result({"MessageId": "m"})) == {
        "input": {"text": "hi"},
        "afterArguments": {"MessageBody": "hi"},
        "result": {"MessageId": "m"},
    }


def test_what_comes_after_a_failing_stage_is_not_shown() -> None:
    assert set(inspected(SEND, {}, mock=result({}))) == {"input", "afterInputPath"}


def test_a_pass_with_a_result_shows_that() -> None:
    state = {"Type": "Pass", "Result": 1, "ResultPath": "$.one", "End": True}

    assert inspected(state, {"a": 0}) == {
        "input": {"a": 0},
        "result": 1,
        "afterResultSelector": 1,
        "afterResultPath": {"a": 0, "one": 1},
    }


@pytest.mark.parametrize(
    "state",
    [
        {
            "Type": "Choice",
            "Choices": [{"Variable": "$.b", "IsNull": True, "Next": "Before"}],
            "Default": "After",
        },
        {"Type": "Wait", "Seconds": 1, "End": True},
        {"Type": "Succeed"},
    ],
    ids=lambda state: str(state["Type"]),
)
def test_a_state_without_work_shows_its_narrowed_input(state: dict[str, Any]) -> None:
    found = inspected({**state, "InputPath": "$.a"}, {"a": {"b": 1}})

    assert found == {"input": {"a": {"b": 1}}, "afterInputPath": {"b": 1}}


def test_variables_come_in_and_are_shown_as_they_are_then() -> None:
    state = {"Type": "Pass", "Assign": {"n.$": "States.MathAdd($n, 1)"}, "End": True}

    assert inspected(state, variables='{"n": 1, "m": 5}')["variables"] == {"n": 2, "m": 5}


def test_the_context_object_may_be_given() -> None:
    state = {**SEND, "Parameters": {"MessageBody.$": "$$.Execution.Name"}}
    context = '{"Execution": {"Name": "monday"}}'

    found = inspected(state, mock=result({"MessageId": "m"}), context=context)

    assert found["afterParameters"] == {"MessageBody": "monday"}


def test_the_context_object_is_that_of_an_express_execution() -> None:
    state = {"Type": "Pass", "Parameters": {"all.$": "$$"}, "End": True}

    context = evaluated(state, {"a": 1}, roleArn=ROLE)["output"]["all"]

    assert set(context["Execution"]) == {"Id", "Input", "Name", "RoleArn", "StartTime"}
    assert ":express:" in context["Execution"]["Id"]
    assert context["State"]["Name"] == "StateName"


RETRIED = {
    **SEND,
    "Retry": [
        {"ErrorEquals": ["Other"]},
        {"ErrorEquals": ["Late"], "IntervalSeconds": 2, "BackoffRate": 3, "MaxAttempts": 2},
    ],
    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Mend", "ResultPath": "$.why"}],
}


@pytest.mark.parametrize(("used", "delay"), [(0, 2), (1, 6)])
def test_an_error_with_attempts_left_is_retriable(used: int, delay: int) -> None:
    response = evaluated(
        RETRIED,
        {"text": ""},
        mock=error("Late", cause="slow"),
        inspectionLevel="DEBUG",
        stateConfiguration={"retrierRetryCount": used},
    )

    assert (response["status"], response["error"], response["cause"]) == (
        "RETRIABLE",
        "Late",
        "slow",
    )
    assert response["inspectionData"]["errorDetails"] == {
        "retryIndex": 1,
        "retryBackoffIntervalSeconds": delay,
    }
    assert "output" not in response


def test_an_error_without_attempts_left_is_caught() -> None:
    response = evaluated(
        RETRIED,
        {"text": ""},
        mock=error("Late", cause="slow"),
        inspectionLevel="DEBUG",
        stateConfiguration={"retrierRetryCount": 2},
    )

    assert (response["status"], response["nextState"]) == ("CAUGHT_ERROR", "Mend")
    assert response["output"] == {"text": "", "why": {"Error": "Late", "Cause": "slow"}}
    assert response["inspectionData"]["errorDetails"] == {"retryIndex": 1, "catchIndex": 0}


def test_an_error_that_nobody_handles_fails() -> None:
    response = evaluated(SEND, {"text": ""}, mock=error("Late"))

    assert response == {"status": "FAILED", "error": "Late"}


def test_a_wait_is_waited_for() -> None:
    world = World()

    response = evaluated({"Type": "Wait", "Seconds": 7, "Next": "After"}, {"a": 1}, world)

    assert (response["status"], response["output"], world.waited) == ("SUCCEEDED", {"a": 1}, [7])


def test_a_wait_longer_than_a_test_may_take_times_out() -> None:
    world = World()

    response = evaluated({"Type": "Wait", "Seconds": 3_600, "End": True}, {}, world)

    assert (response["error"], world.waited) == ("States.Timeout", [300])


def test_a_parallels_mock_is_its_result() -> None:
    parallel = {"Type": "Parallel", "Branches": [EACH, EACH], "ResultPath": "$.all", "End": True}

    found = evaluated(parallel, {"a": 1}, mock=result([1, 2]), inspectionLevel="TRACE")

    assert found["output"] == {"a": 1, "all": [1, 2]}
    assert set(found["inspectionData"]) == {"input", "afterResultSelector", "afterResultPath"}


def test_a_map_shows_its_items_and_limits() -> None:
    state = {**MAP, "ItemSelector": {"n.$": "$$.Map.Item.Index"}, "MaxConcurrency": 2}

    found = inspected(state, {"items": ["a", "b"]}, mock=result([0, 1]))

    assert found["afterItemsPath"] == ["a", "b"]
    assert found["afterItemSelector"] == [{"n": 0}, {"n": 1}]
    assert found["maxConcurrency"] == 2
    assert "toleratedFailureCount" not in found


@pytest.mark.parametrize(
    ("tolerated", "failed", "status"),
    [
        ({"ToleratedFailureCount": 1}, 1, "SUCCEEDED"),
        ({"ToleratedFailureCount": 1}, 2, "FAILED"),
        ({"ToleratedFailurePercentage": 50}, 2, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 50}, 3, "FAILED"),
        ({}, 4, "SUCCEEDED"),
    ],
)
def test_a_map_tolerates_so_many_failures(
    tolerated: dict[str, Any], failed: int, status: str
) -> None:
    state = {**MAP, "ItemProcessor": DISTRIBUTED, **tolerated}
    configuration = {"mapIterationFailureCount": failed}

    response = evaluated(
        state, {"items": [1, 2, 3, 4]}, mock=result([1]), stateConfiguration=configuration
    )

    assert response["status"] == status
    assert response.get("error") in (None, "States.ExceedToleratedFailureThreshold")


def test_no_more_iterations_fail_than_there_are() -> None:
    with pytest.raises(Refusal, match="less than or equal to the number of Map iterations"):
        evaluated(
            MAP,
            {"items": [1]},
            mock=result([1]),
            stateConfiguration={"mapIterationFailureCount": 2},
        )


def test_an_error_within_meets_the_inner_catch_first() -> None:
    caught = {**SEND, "Catch": [{"ErrorEquals": ["Late"], "Next": "Inside"}], "Next": "Inside"}
    branch = {"StartAt": "Send", "States": {"Send": caught, "Inside": INNER}}
    state = {
        **MAP,
        "ItemProcessor": branch,
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Outside"}],
    }
    configuration = {"errorCausedByState": "Send"}

    def following(name: str) -> str:
        response = evaluated(
            state, {"items": [1]}, mock=error(name), stateConfiguration=configuration
        )
        return str(response["nextState"])

    assert following("Late") == "Inside"
    assert following("Other") == "Outside"


def test_a_state_within_is_of_no_matter_where_nothing_fails() -> None:
    configuration = {"errorCausedByState": "Inner"}

    response = evaluated(MAP, {"items": [1]}, mock=result([2]), stateConfiguration=configuration)

    assert response["output"] == [2]


def reading(config: dict[str, Any], **fields: Any) -> dict[str, Any]:
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "Parameters": {"Bucket": "b", "Key": "k"},
        "ReaderConfig": config,
    }
    return {
        "Type": "Map",
        "ItemReader": reader,
        "ItemProcessor": DISTRIBUTED,
        "End": True,
        **fields,
    }


@pytest.mark.parametrize(
    ("config", "data"),
    [
        ({"InputType": "JSON"}, '[{"a": "1"}, {"a": "2"}]'),
        ({"InputType": "JSONL"}, '{"a": "1"}\n{"a": "2"}\n'),
        ({"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}, "a\n1\n2\n"),
        ({"InputType": "JSON", "MaxItems": 2}, '[{"a": "1"}, {"a": "2"}, {"a": "3"}]'),
    ],
)
def test_a_map_with_a_reader_takes_what_it_would_read(config: dict[str, Any], data: str) -> None:
    found = inspected(
        reading(config), mock=result([2]), stateConfiguration={"mapItemReaderData": data}
    )

    assert found["afterItemsPath"] == [{"a": "1"}, {"a": "2"}]


def test_what_the_reader_cannot_read_fails_the_map() -> None:
    response = evaluated(
        reading({"InputType": "JSON"}),
        mock=result([2]),
        stateConfiguration={"mapItemReaderData": "text"},
    )

    assert (response["status"], response["error"]) == ("FAILED", "States.ItemReaderFailed")


def test_a_reader_without_data_cannot_be_tested() -> None:
    with pytest.raises(Refusal, match="ItemReader data must be specified"):
        evaluated(reading({"InputType": "JSON"}), mock=result([2]))


def test_batches_are_shown_and_count_as_iterations() -> None:
    state = reading({"InputType": "JSON"}, ItemBatcher={"MaxItemsPerBatch": 2})
    asked = {"mapItemReaderData": "[1, 2, 3]"}

    found = inspected(state, mock=result([2]), stateConfiguration=asked)

    assert found["afterItemBatcher"] == [{"Items": [1, 2]}, {"Items": [3]}]
    with pytest.raises(Refusal, match="less than or equal to the number of Map iterations"):
        evaluated(
            state, mock=result([2]), stateConfiguration={**asked, "mapIterationFailureCount": 3}
        )
