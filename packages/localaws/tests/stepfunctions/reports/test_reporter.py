"""What happens to executions reaches CloudWatch and EventBridge, and holds nobody up."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from moto.events.models import events_backends
from moto.logs.models import logs_backends

from localaws.clock import Clock
from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import SUCCEEDED, Execution
from localaws.stepfunctions.reports.reporter import Happened, Reporter

from ...published_metrics import published

ACCOUNT, REGION = "123456789012", "eu-west-1"
STARTED = 1_764_000_000.0
EVENTS = (
    Event(1, 0, "ExecutionStarted", STARTED, {"input": "{}", "roleArn": "arn:role"}),
    Event(2, 0, "PassStateEntered", STARTED + 1, {"name": "Check", "input": "{}"}),
    Event(3, 2, "ExecutionSucceeded", STARTED + 2, {"output": "{}"}),
)


def execution(logging: dict[str, Any] | None = None) -> Execution:
    name = f"machine-{uuid.uuid4().hex[:8]}"
    base = f"arn:aws:states:{REGION}:{ACCOUNT}"
    return Execution(
        f"{base}:execution:{name}:monday",
        "monday",
        f"{base}:stateMachine:{name}",
        "arn:role",
        "{}",
        "{}",
        STARTED,
        status=SUCCEEDED,
        stopped=STARTED + 2,
        logging=logging,
    )


def reported(of: Execution, *batches: Sequence[Event]) -> None:
    reporter = Reporter(Clock())
    for events in batches:
        reporter.happened(of, events)
    reporter.close()


def log_group() -> tuple[str, dict[str, Any]]:
    name = f"/aws/vendedlogs/states/{uuid.uuid4().hex[:8]}"
    logs_backends[ACCOUNT][REGION].create_log_group(name, {})
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}:*"
    to = [{"cloudWatchLogsLogGroup": {"logGroupArn": arn}}]
    return name, {"level": "ALL", "includeExecutionData": True, "destinations": to}


def test_events_come_to_one_stream_of_the_machines_log_group() -> None:
    name, logging = log_group()

    reported(execution(logging), EVENTS[:2], EVENTS[2:])

    (stream,) = logs_backends[ACCOUNT][REGION].groups[name].streams.values()
    assert stream.log_stream_name.startswith("states/machine-")
    assert [json.loads(event.message)["id"] for event in stream.events] == ["1", "2", "3"]
    assert next(event.timestamp for event in stream.events) == STARTED * 1000


def test_a_log_group_that_is_gone_loses_them() -> None:
    name, logging = log_group()
    del logs_backends[ACCOUNT][REGION].groups[name]

    reported(execution(logging), EVENTS)

    assert name not in logs_backends[ACCOUNT][REGION].groups


def test_rules_of_the_default_bus_hear_of_beginning_and_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[dict[str, Any]] = []

    class Rule:
        def send_to_targets(self, event: dict[str, Any]) -> None:
            heard.append(event)

    bus = events_backends[ACCOUNT][REGION].event_buses["default"]
    monkeypatch.setattr(bus, "rules", {"rule": Rule()})
    ended = execution()

    reported(ended, EVENTS)

    assert [event["detail"]["status"] for event in heard] == ["RUNNING", "SUCCEEDED"]
    assert {event["source"] for event in heard} == {"aws.states"}
    assert heard[0]["detail-type"] == "Step Functions Execution Status Change"
    assert heard[0]["resources"] == [ended.arn]


def test_cloudwatch_has_the_machines_metrics() -> None:
    ended = execution()

    reported(ended, EVENTS)

    of_machine = frozenset({("StateMachineArn", ended.machine_arn)})
    (found,) = published(ACCOUNT, REGION, "AWS/States")["ExecutionTime", of_machine]
    assert (found.count, found.sum) == (1, 2_000)


def test_what_happens_meanwhile_is_told_of_at_once() -> None:
    may_go_on = threading.Event()
    told: list[int] = []

    def slow(happened: Sequence[Happened]) -> None:
        told.append(len(happened))
        may_go_on.wait(10)

    reporter = Reporter(Clock(), [slow])
    reporter.happened(execution(), EVENTS)
    while not told:
        time.sleep(0.001)
    for _ in range(3):
        reporter.happened(execution(), EVENTS)
    may_go_on.set()
    reporter.close()

    assert told == [1, 3]


def test_a_report_that_fails_is_missed_and_no_other() -> None:
    told: list[int] = []

    def failing(_happened: Sequence[Happened]) -> None:
        raise RuntimeError("no such thing")

    reporter = Reporter(
        Clock(), [failing, lambda happened: told.extend(len(events) for _, events in happened)]
    )
    reporter.happened(execution(), EVENTS)
    reporter.happened(execution(), EVENTS[:1])
    reporter.close()

    assert told == [3, 1]


def test_what_nobody_counts_is_passed_over() -> None:
    told: list[Any] = []

    reporter = Reporter(Clock(), [told.extend])
    reporter.happened(execution(), EVENTS[1:2])
    reporter.close()

    assert told == []
