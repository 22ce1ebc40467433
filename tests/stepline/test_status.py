"""One look at a pipeline: stack, endpoint, schedule, executions, for people and for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from stepline.deployment import Deployment
from stepline.status import Status, look
from stepline.status_report import document, shown
from tests.stepline.clients import refusal, target
from tests.stepline.test_executions import DEPLOYMENT

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
UUID = "19ac2b53-c081-4532-a0da-094127a6f86c"
ENDED: dict[str, Any] = {
    "name": UUID,
    "executionArn": f"arn:x:{UUID}",
    "startDate": START,
    "stopDate": START + timedelta(seconds=724),
    "status": "SUCCEEDED",
}
RUNNING: dict[str, Any] = {
    "name": "second",
    "executionArn": "arn:x:second",
    "startDate": START,
    "status": "RUNNING",
}
FAILED = RUNNING | {"stopDate": START + timedelta(seconds=1.5), "status": "FAILED"}
OUTPUT = {"metrics": {"test:precision": 0.946, "test:recall": 0.961, "test:f1": 0.953}}
SERVES = {"EndpointStatus": "InService", "EndpointConfigName": "ner-1"}
DENIED = refusal("AccessDeniedException", "denied")

SCHEDULES = {
    "own": {
        "ScheduleExpression": "cron(0 3 * * ? *)",
        "ScheduleExpressionTimezone": "Europe/Berlin",
        "State": "ENABLED",
    }
}


def given(response: Any) -> Any:
    """An operation that responds this, or raises it."""

    def operation(**_: Any) -> Any:
        if isinstance(response, Exception):
            raise response
        return response

    return operation


def status(
    endpoint: Any = SERVES,
    rules: list[dict[str, str]] | Exception | None = None,
    executions: Any = (RUNNING, ENDED),
    output: Any = OUTPUT,
    schedules: Any = (),
    deployment: Deployment = DEPLOYMENT,
    turn: Any = None,
    asked: Any = (),
) -> Status:
    found = rules or []
    names = found if isinstance(found, Exception) else {"RuleNames": [*map(str, range(len(found)))]}
    listed = executions if isinstance(executions, Exception) else {"executions": list(executions)}
    described = output if isinstance(output, Exception) else {"output": json.dumps(output)}
    account = target(
        sagemaker=SimpleNamespace(describe_endpoint=given(endpoint)),
        scheduler=SimpleNamespace(
            get_paginator=lambda _: SimpleNamespace(paginate=given([{"Schedules": schedules}])),
            get_schedule=lambda Name, GroupName: SCHEDULES[Name],  # noqa: N803
        ),
        events=SimpleNamespace(
            list_rule_names_by_target=given(names),
            describe_rule=lambda Name: found[int(Name)],  # type: ignore[index]  # noqa: N803
        ),
        stepfunctions=SimpleNamespace(
            list_executions=given(listed), describe_execution=given(described)
        ),
        dynamodb=SimpleNamespace(
            get_item=given(turn or {}),
            get_paginator=lambda _: SimpleNamespace(paginate=given([{"Items": list(asked)}])),
        ),
    )
    return look(account, deployment)


def text(found: Status) -> str:
    return "\n\n".join(str(block) for block in shown(found))


def test_it_says_what_serves_and_which_executions_there_were() -> None:
    said = text(status())
    assert "Endpoint       endpoint (InService)\nServes         ner-1\n" in said
    running, ended = (line.split() for line in said.splitlines()[-4:-2])
    assert (running[0], running[-2:]) == ("second", ["…", "RUNNING"])
    assert (ended[0], ended[-6:]) == (UUID, ["12", "min", "04", "s", "✓", "test:f1", "0.953"][-6:])


def test_80_columns_show_the_metric_that_matters() -> None:
    [line] = [line for line in text(status()).splitlines() if line.startswith(UUID)]
    assert line.endswith("test:f1 0.953")
    assert len(line) <= 80


def test_an_execution_that_failed_says_so_where_another_has_its_metric() -> None:
    said = text(status(executions=[FAILED]))
    assert "1.5 s  ✗ FAILED" in said


def test_one_without_metrics_says_that_it_succeeded() -> None:
    for output in ({}, {"metrics": {}}, [], DENIED):
        assert "✓ SUCCEEDED" in text(status(executions=[ENDED], output=output))


@pytest.mark.parametrize(
    ("outcome", "said"), [("Unchanged", "✓ Unchanged"), ("In service", "✓ test:f1 0.953")]
)
def test_an_execution_that_released_nothing_says_how_it_ended(outcome: str, said: str) -> None:
    ended = status(executions=[ENDED], output={**OUTPUT, "outcome": outcome})
    assert said in text(ended)
    assert document(ended)["executions"][0]["outcome"] == outcome


def test_the_number_that_decided_is_shown_and_not_what_the_training_said_of_itself() -> None:
    decision = {"metric": "f1", "candidate": 0.9259, "champion": None}
    ended = status(
        executions=[ENDED], output={**OUTPUT, "outcome": "In service", "decision": decision}
    )
    assert "✓ f1 0.926\n" in text(ended)
    assert document(ended)["executions"][0]["decision"] == decision


def test_a_model_that_was_trained_before_has_no_metrics_and_its_release_says_so() -> None:
    assert "✓ In service\n" in text(status(executions=[ENDED], output={"outcome": "In service"}))


TABLE = replace(DEPLOYMENT, table="t")
ASKED = {
    name: {"S": said}
    for name, said in {
        "sk": "second",
        "token": "T",
        "deadline": "2026-01-04T00:00:00Z",
        "sentence": "f1 is 0.9.",
    }.items()
}
HELD = {"Item": {"execution": {"S": "arn:x:second"}, "taken": {"S": "2026-01-02T03:04:05Z"}}}


def test_one_that_waits_for_a_human_says_so_and_how_to_decide() -> None:
    late = ASKED | {"sk": {"S": UUID}}  # its execution has ended
    found = status(deployment=TABLE, turn=HELD, asked=[late, ASKED])
    said = text(found)
    assert "Turn           second, since 2026-01-02 03:04 UTC\n" in said
    assert "… Waiting" in said
    assert (
        "second waits for approval until 2026-01-04 00:00 UTC. f1 is 0.9.\n"
        "Decide: stepline approve ner --execution second\n"
        "        stepline reject ner --execution second --reason WHY\n"
    ) in said
    assert f"{UUID} waits" not in said
    told = document(found)
    assert told["turn"] == {"execution": "second", "taken": "2026-01-02T03:04:05.000Z"}
    assert told["waiting"] == [
        {"execution": "second", "until": "2026-01-04T00:00:00.000Z", "sentence": "f1 is 0.9."}
    ]


def test_a_turn_that_nobody_has_needs_no_line() -> None:
    found = status(deployment=TABLE)
    assert "Turn" not in text(found)
    assert (document(found)["turn"], document(found)["waiting"]) == (None, [])


def test_a_table_that_may_not_be_read_hides_nothing_else() -> None:
    said = text(status(deployment=TABLE, turn=DENIED, asked=[ASKED]))
    assert "Turn           not permitted: Operation" in said
    assert "… Waiting" in said


def test_schedules_and_events_are_told_with_their_state() -> None:
    said = text(
        status(
            rules=[{"ScheduleExpression": "rate(1 day)", "State": "ENABLED"}, {"State": "DISABLED"}]
        )
    )
    assert "rate(1 day) (ENABLED)" in said
    assert "an event (DISABLED)" in said


def test_a_schedule_is_told_with_its_time_zone_if_it_starts_this_state_machine() -> None:
    of = {"GroupName": "default"}
    listed = [
        {"Name": "own", **of, "Target": {"Arn": DEPLOYMENT.state_machine}},
        {"Name": "of another", **of, "Target": {"Arn": "arn:another"}},
    ]
    found = status(schedules=listed)
    assert "cron(0 3 * * ? *) Europe/Berlin (ENABLED)" in text(found)
    [one] = document(found)["schedules"]
    assert one == {
        "expression": "cron(0 3 * * ? *)",
        "time_zone": "Europe/Berlin",
        "state": "ENABLED",
    }


def test_an_endpoint_that_is_not_there_yet_is_no_mistake() -> None:
    missing = refusal("ValidationException", 'Could not find endpoint "e"')
    assert "not created yet" in text(status(endpoint=missing))


@pytest.mark.parametrize("what", ["endpoint", "rules", "executions"])
def test_what_may_not_be_seen_hides_nothing_else(what: str) -> None:
    found = status(**{what: DENIED})
    assert "not permitted: Operation" in text(found)
    assert "Stack          stepline-ner-dev" in text(found)
    assert document(found)["stack"] == {"name": "stepline-ner-dev", "status": "CREATE_COMPLETE"}


def test_the_next_command_carries_the_stage() -> None:
    prod = replace(DEPLOYMENT, stage="prod")
    assert "stepline watch ner --stage prod" in text(replace(status(), deployment=prod))
    none = replace(status(executions=[]), deployment=prod)
    assert "No execution yet. Start one: stepline start ner --watch --stage prod" in text(none)


def test_programs_get_the_same() -> None:
    found = document(status(rules=[{"ScheduleExpression": "rate(1 day)", "State": "ENABLED"}]))
    assert found["type"] == "status"
    assert found["endpoint"] == {
        "name": "endpoint",
        "status": "InService",
        "configuration": "ner-1",
    }
    assert found["schedules"] == [
        {"expression": "rate(1 day)", "time_zone": None, "state": "ENABLED"}
    ]
    running, ended = found["executions"]
    assert (running["status"], running["ended"], running["seconds"]) == ("RUNNING", None, None)
    assert (ended["seconds"], ended["metrics"]["test:f1"]) == (724.0, 0.953)


def test_what_is_not_told_is_null() -> None:
    found = document(status(endpoint=DENIED, rules=DENIED, executions=DENIED))
    assert (found["endpoint"]["status"], found["schedules"], found["executions"]) == (None,) * 3
