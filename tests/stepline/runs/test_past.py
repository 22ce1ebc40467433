"""Executions newest first: what Step Functions lists, with what the table has recorded of each."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from stepline.runs.items import Step
from stepline.runs.past import past
from stepline.runs.past_report import document, shown
from tests.stepline.clients import Pages, refusal, target
from tests.stepline.runs.records import EXECUTION, run_item
from tests.stepline.test_executions import DEPLOYMENT

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
WITH_TABLE = replace(DEPLOYMENT, pipeline="iris", table="t")
NOW = START + timedelta(minutes=5)


def listed(name: str, status: str = "SUCCEEDED", later: int = 0) -> dict[str, Any]:
    started = START + timedelta(seconds=later)
    ended = {} if status == "RUNNING" else {"stopDate": started + timedelta(seconds=61)}
    arn = EXECUTION.replace(":first", f":{name}")
    return {"name": name, "executionArn": arn, "status": status, "startDate": started, **ended}


def trained(at: datetime) -> list[dict[str, Any]]:
    """The events of an execution whose training job was accepted."""
    return [
        {
            "type": "TaskStateEntered",
            "timestamp": at,
            "stateEnteredEventDetails": {"name": "Train"},
        },
        {
            "type": "TaskScheduled",
            "timestamp": at,
            "taskScheduledEventDetails": {"parameters": '{"TrainingJobName": "job-0"}'},
        },
        {"type": "TaskSubmitted", "timestamp": at},
    ]


def account(
    executions: list[dict[str, Any]],
    items: list[Any] | Exception = (),  # type: ignore[assignment]
    described: dict[str, Any] | Exception | None = None,
) -> Any:
    def query(**_: Any) -> Any:
        if isinstance(items, Exception):
            raise items
        return iter([{"Items": items}])

    def describe_execution(executionArn: str) -> Any:  # noqa: N803
        if isinstance(described, Exception):
            raise described
        one = next(each for each in executions if each["executionArn"] == executionArn)
        return {**one, **(described or {})}

    pages = {
        "list_executions": Pages([{"executions": executions}]),
        "get_execution_history": Pages([{"events": trained(START)}]),
    }
    return target(
        stepfunctions=SimpleNamespace(
            get_paginator=pages.__getitem__, describe_execution=describe_execution
        ),
        dynamodb=SimpleNamespace(get_paginator=lambda _: SimpleNamespace(paginate=query)),
    )


def test_an_execution_is_told_of_by_its_record() -> None:
    [one], untold = past(account([listed("first")], [run_item()]), WITH_TABLE, 10)
    assert untold is None
    assert (one.outcome, one.sentence) == ("In service", "It serves.")
    assert one.steps == (Step("Preprocess", "arn:x:zeroth"), Step("Train"))


def test_one_that_step_functions_has_forgotten_is_still_there() -> None:
    found, _ = past(account([], [run_item("old")]), WITH_TABLE, 10)
    assert [one.name for one in found] == ["old"]
    assert found[0].ended == START + timedelta(seconds=60.5)


def test_the_newest_comes_first_and_no_more_than_asked_for() -> None:
    executions = [listed("second", later=10), listed("first")]
    found, _ = past(account(executions, [run_item(), run_item("third")]), WITH_TABLE, 2)
    assert [one.name for one in found] == ["second", "first"]


def test_one_without_a_record_is_read_from_its_history() -> None:
    failed = {"error": "TrainingFailed", "cause": "Too few rows.", "input": '{"started_by": "me"}'}
    [one], _ = past(account([listed("first", "FAILED")], [], failed), WITH_TABLE, 10)
    assert (one.status, one.outcome) == ("FAILED", None)
    assert one.sentence == "TrainingFailed: Too few rows."
    assert (one.started_by, one.steps) == ("me", (Step("Train"),))


def test_a_jobs_own_error_is_a_sentence() -> None:
    cause = '{"TrainingJobName": "job-0", "FailureReason": "ClientError: no data"}'
    failed = {"error": "States.TaskFailed", "cause": cause}
    [one], _ = past(account([listed("first", "FAILED")], [], failed), WITH_TABLE, 10)
    assert (one.sentence or "").startswith(
        "Training job job-0 failed: ClientError: no data. Its log"
    )


def test_one_that_has_no_table_is_read_from_its_output() -> None:
    steps = [{"name": "Train", "reused_from": "arn:x:zeroth"}]
    output = {
        "outcome": "Unchanged",
        "sentence": "Nothing new.",
        "steps": steps,
        "run": "s3://b/r/",
    }
    [one], _ = past(account([listed("a")], [], {"output": json.dumps(output)}), DEPLOYMENT, 10)
    assert (one.outcome, one.steps) == ("Unchanged", (Step("Train", "arn:x:zeroth"),))
    assert one.run == "r"


def test_one_that_was_redriven_runs_whatever_its_record_says() -> None:
    item = run_item(status="FAILED")
    [one], _ = past(account([listed("first", "RUNNING")], [item]), WITH_TABLE, 10)
    assert (one.status, one.outcome, one.ended) == ("RUNNING", None, None)


def test_a_table_that_may_not_be_read_hides_no_execution() -> None:
    denied = refusal("AccessDeniedException", "denied")
    found, untold = past(account([listed("first")], denied), WITH_TABLE, 10)
    assert [one.name for one in found] == ["first"]
    assert untold
    assert "The records are not told: not permitted" in str(shown(WITH_TABLE, found, untold, NOW))


def test_a_history_that_is_not_told_hides_no_execution() -> None:
    denied = refusal("AccessDeniedException", "denied")
    [one], _ = past(account([listed("first")], [], denied), WITH_TABLE, 10)
    assert one.sentence == "Its history is not told: not permitted: Operation"


def test_people_see_the_outcome_the_steps_and_the_sentence() -> None:
    executions = [
        listed("running", "RUNNING", 9),
        listed("broken", "TIMED_OUT", 5),
        listed("first"),
    ]
    failed = {"error": "States.Timeout", "cause": "a\n  b"}
    found, _ = past(account(executions, [run_item(started_by="schedule")], failed), WITH_TABLE, 9)
    said = str(shown(WITH_TABLE, found, None, NOW))
    head, running, _, broken, cause, first, sentence, legend = said.splitlines()
    assert head.split() == ["Started", "Took", "Outcome", "Execution", "Steps"]
    assert running.startswith("…") and "Running" in running  # noqa: PT018
    assert broken.startswith("✗") and "Timed out" in broken  # noqa: PT018
    assert cause == "   States.Timeout: a b"
    assert first.endswith("↺ Preprocess, Train")
    assert sentence == "   It serves. Started by schedule."
    assert legend == "↺ reused from an earlier execution"


DECISION = {"metric": "f1", "candidate": 0.95, "champion": 0.9, "sentence": "Good enough: 0.95."}


def test_the_numbers_that_decided_are_told_with_the_outcome() -> None:
    recorded = account([listed("first")], [run_item(decision=json.dumps(DECISION))])
    output = {"outcome": "Refused", "sentence": "Good enough: 0.95. No.", "decision": DECISION}
    read = account([listed("first")], [], {"output": json.dumps(output)})
    for aws, said in (
        (recorded, "   It serves. Good enough: 0.95."),
        (read, "   Good enough: 0.95. No."),
    ):
        found, untold = past(aws, WITH_TABLE, 10)
        assert said in str(shown(WITH_TABLE, found, untold, NOW)).splitlines()
        assert document(WITH_TABLE, found, untold)["executions"][0]["decision"] == DECISION


def test_one_that_waits_for_a_human_says_until_when_and_how_to_decide() -> None:
    texts = {"sk": "first", "token": "T", "deadline": "2026-01-04T00:00:00Z", "sentence": "0.95."}
    asked = {name: {"S": text} for name, text in texts.items()}
    aws = account([listed("first", "RUNNING")], [asked])
    found, untold = past(aws, WITH_TABLE, 10)
    said = str(shown(WITH_TABLE, found, untold, NOW))
    assert "  Waiting  first" in said
    assert (
        "Waits for approval until 2026-01-04 00:00 UTC: stepline approve iris --execution first. 0.95."
    ) in said
    [one] = document(WITH_TABLE, found, untold)["executions"]
    assert (one["status"], one["waits_until"]) == ("RUNNING", "2026-01-04T00:00:00.000Z")


def test_where_there_is_none_one_is_to_be_started() -> None:
    found, untold = past(account([]), WITH_TABLE, 10)
    assert "No execution yet. Start one: stepline start iris --watch" in str(
        shown(WITH_TABLE, found, untold, NOW)
    )


def test_programs_get_the_steps_and_the_seconds() -> None:
    found, untold = past(account([listed("first")], [run_item()]), WITH_TABLE, 10)
    told = document(WITH_TABLE, found, untold)
    [one] = told["executions"]
    assert one["steps"] == [
        {"name": "Preprocess", "reused_from": "arn:x:zeroth"},
        {"name": "Train", "reused_from": None},
    ]
    assert (one["seconds"], one["started"]) == (61.0, "2026-01-02T03:04:05.000Z")
