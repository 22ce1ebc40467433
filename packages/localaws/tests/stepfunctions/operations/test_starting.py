"""An execution is started once for a name; an EXPRESS one as often as it is asked for."""

from __future__ import annotations

import json
import threading
from collections import Counter

import pytest

from .account import FAILS, PASSES, STATES, WAITS, Account

DAY = 24 * 3600


def test_an_execution_has_its_machines_name_and_its_own(account: Account) -> None:
    arn = account.machine(name="starts")
    started = account.call("StartExecution", stateMachineArn=arn, name="first", input='{"a":1}')
    assert started["executionArn"] == f"{STATES}:execution:starts:first"
    described = account.ended(started["executionArn"])
    assert (described["status"], described["input"]) == ("SUCCEEDED", '{"a":1}')
    assert described["startDate"] == started["startDate"]


def test_the_same_again_is_the_one_that_runs(account: Account) -> None:
    arn = account.machine(WAITS)
    request = {"stateMachineArn": arn, "name": "once", "input": "{}"}
    assert account.call("StartExecution", **request) == account.call("StartExecution", **request)
    other = account.refused("StartExecution", **request | {"input": '{"a":1}'})
    assert other.startswith("ExecutionAlreadyExists: Execution Already Exists: '")


def test_a_name_that_ended_is_not_used_again_for_ninety_days(account: Account) -> None:
    arn = account.machine()
    request = {"stateMachineArn": arn, "name": "once"}
    execution = account.call("StartExecution", **request)["executionArn"]
    stopped = account.ended(execution)["stopDate"].timestamp()
    assert account.refused("StartExecution", **request).startswith("ExecutionAlreadyExists")
    account.change(execution, stopped=stopped - 91 * DAY)
    assert account.call("StartExecution", **request)["executionArn"] == execution


def test_many_at_once_with_one_name_are_one(account: Account) -> None:
    arn, started = account.machine(WAITS), []

    def start() -> None:
        response = account.call("StartExecution", stateMachineArn=arn, name="one")
        started.append(response["startDate"])

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(started) == 8
    assert len(set(started)) == 1


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "Invalid execution input."),
        (
            "not some json",
            "Unrecognized token 'not': was expecting "
            "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
        ),
        (
            "{'not': 'json'",
            "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
        ),
        (json.dumps("ä" * 140_000, ensure_ascii=False), "262144 bytes"),
    ],
)
def test_input_is_json_of_256_kib(account: Account, given: str, reason: str) -> None:
    refused = account.refused("StartExecution", stateMachineArn=account.machine(), input=given)
    assert refused.startswith("InvalidExecutionInput: Invalid State Machine Execution Input: '")
    assert reason in refused


@pytest.mark.parametrize("given", ["2", '"text"', "null", "[]"])
def test_any_json_is_input(account: Account, given: str) -> None:
    arn = account.machine()
    execution = account.call("StartExecution", stateMachineArn=arn, input=given)["executionArn"]
    assert account.ended(execution)["output"] == given


def test_what_is_started_runs_as_it_was_then(account: Account) -> None:
    arn = account.machine(WAITS)
    execution = account.call("StartExecution", stateMachineArn=arn)["executionArn"]
    account.call("UpdateStateMachine", stateMachineArn=arn, definition=json.dumps(FAILS))
    account.until(execution, "WaitStateEntered")
    account.clock.move(61)
    assert account.ended(execution)["status"] == "SUCCEEDED"


def test_a_version_and_an_alias_are_started(account: Account) -> None:
    arn = account.machine(publish=True)
    account.call("UpdateStateMachine", stateMachineArn=arn, definition=json.dumps(FAILS))
    account.call(
        "CreateStateMachineAlias",
        name="PROD",
        routingConfiguration=[{"stateMachineVersionArn": f"{arn}:1", "weight": 100}],
    )
    for qualifier in ("1", "PROD"):
        started = account.call("StartExecution", stateMachineArn=f"{arn}:{qualifier}")
        described = account.ended(started["executionArn"])
        assert described["status"] == "SUCCEEDED"
        assert described["stateMachineArn"] == arn
        assert described["stateMachineVersionArn"] == f"{arn}:1"
        assert described.get("stateMachineAliasArn") == (
            f"{arn}:PROD" if qualifier == "PROD" else None
        )
    gone = account.refused("StartExecution", stateMachineArn=f"{arn}:DEV")
    assert gone.startswith("StateMachineDoesNotExist")


def test_an_alias_leads_to_versions_by_their_weights(account: Account) -> None:
    arn = account.machine(publish=True)
    account.call(
        "UpdateStateMachine", stateMachineArn=arn, definition=json.dumps(FAILS), publish=True
    )
    routes = [
        {"stateMachineVersionArn": f"{arn}:{number}", "weight": weight}
        for number, weight in ((1, 30), (2, 70))
    ]
    account.call("CreateStateMachineAlias", name="BOTH", routingConfiguration=routes)
    led = Counter(
        account.records.execution(
            account.call("StartExecution", stateMachineArn=f"{arn}:BOTH")["executionArn"]
        ).version_arn  # type: ignore[union-attr]
        for _ in range(200)
    )
    assert 30 <= led[f"{arn}:1"] <= 90


def test_an_express_name_is_used_as_often_as_asked(account: Account) -> None:
    arn = account.machine(name="express", type="EXPRESS")
    request = {"stateMachineArn": arn, "name": "same"}
    first, second = (account.call("StartExecution", **request)["executionArn"] for _ in "12")
    assert first.startswith(f"{STATES}:express:express:same:")
    assert first != second


def test_a_synchronous_one_tells_how_it_ended(account: Account) -> None:
    arn = account.machine(PASSES, type="EXPRESS")
    ended = account.call("StartSyncExecution", stateMachineArn=arn, input='{"a":1}', name="n")
    assert (ended["status"], ended["output"], ended["name"]) == ("SUCCEEDED", '{"a":1}', "n")
    assert ended["inputDetails"] == ended["outputDetails"] == {"included": True}
    assert ended["billingDetails"] == {
        "billedMemoryUsedInMB": 64,
        "billedDurationInMilliseconds": 100,
    }
    failed = account.call(
        "StartSyncExecution", stateMachineArn=account.machine(FAILS, type="EXPRESS")
    )
    assert (failed["status"], failed["error"], failed["cause"]) == ("FAILED", "E", "why")


def test_its_data_may_be_left_out(account: Account) -> None:
    arn = account.machine(PASSES, type="EXPRESS")
    ended = account.call("StartSyncExecution", stateMachineArn=arn, includedData="METADATA_ONLY")
    assert ended["inputDetails"] == {"included": False}
    assert not {"input", "output"} & set(ended)


def test_a_standard_machine_is_not_executed_synchronously(account: Account) -> None:
    refused = account.refused("StartSyncExecution", stateMachineArn=account.machine())
    assert refused.startswith("StateMachineTypeNotSupported")


def test_a_test_case_is_named_behind_the_arn(account: Account) -> None:
    arn = account.machine()
    execution = account.call("StartExecution", stateMachineArn=f"{arn}#Happy")["executionArn"]
    found = account.records.execution(execution)
    assert found is not None
    assert (found.machine_arn, found.mock_case) == (arn, "Happy")
    assert "no case Sad" in account.refused("StartExecution", stateMachineArn=f"{arn}#Sad")


def test_a_name_that_is_none_is_refused(account: Account) -> None:
    refused = account.refused("StartExecution", stateMachineArn=account.machine(), name="a b")
    assert refused == "InvalidName: Invalid Name: 'a b'"
