"""Rules and schedules in moto's stores that really start executions."""

from __future__ import annotations

import json
import re
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from moto.events.exceptions import ValidationException
from moto.events.models import events_backends
from moto.scheduler.exceptions import ValidationException as SchedulerRefused
from moto.scheduler.models import scheduler_backends

from localaws.clock import Clock
from localaws.events import Deliveries, Ticker

from ..waiting import until
from .conftest import ACCOUNT, REGION, ROLE, Machine

EVENTBRIDGE_NAME = re.compile(r"[0-9a-f-]{36}_[0-9a-f-]{36}")


@pytest.fixture
def ticker(clock: Clock, deliveries: Deliveries) -> Ticker:
    return Ticker(ACCOUNT, clock, deliveries)


@pytest.fixture(autouse=True)
def no_rules() -> Any:
    yield
    events_backends[ACCOUNT][REGION].reset()
    scheduler_backends[ACCOUNT][REGION].reset()


def rule(machine: Machine, expression: str, **target: Any) -> str:
    backend = events_backends[ACCOUNT][REGION]
    name = f"rule-{uuid.uuid4().hex[:8]}"
    backend.put_rule(name, scheduled_expression=expression)
    backend.put_targets(name, None, [machine.target(**target)])
    return name


def schedule(machine: Machine, expression: str, **more: Any) -> str:
    name = f"schedule-{uuid.uuid4().hex[:8]}"
    given: dict[str, Any] = {
        "description": None,
        "end_date": None,
        "flexible_time_window": {"Mode": "OFF"},
        "group_name": None,
        "kms_key_arn": None,
        "schedule_expression_timezone": None,
        "start_date": None,
        "state": "ENABLED",
        "action_after_completion": None,
        "target": {"Arn": machine.arn, "RoleArn": ROLE, "Input": '{"from": "scheduler"}'},
    }
    given |= {"name": name, "schedule_expression": expression} | more
    scheduler_backends[ACCOUNT][REGION].create_schedule(**given)
    return name


def test_a_rule_starts_an_execution_named_as_eventbridge_does(
    ticker: Ticker, clock: Clock, machine: Machine
) -> None:
    name = rule(machine, "rate(1 minute)")
    ticker.tick()
    assert machine.started() == []
    clock.move(60)
    ticker.tick()
    (execution,) = machine.started()
    assert len(execution.name) == 73
    assert EVENTBRIDGE_NAME.fullmatch(execution.name)
    (event,) = machine.inputs()
    assert event["detail-type"] == "Scheduled Event"
    assert event["source"] == "aws.events"
    assert event["resources"] == [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{name}"]
    assert execution.name.startswith(event["id"])


def test_a_constant_input_is_what_the_execution_gets(
    ticker: Ticker, clock: Clock, machine: Machine
) -> None:
    rule(machine, "rate(1 minute)", Input='{"hyperparameters": {"epochs": 1}}')
    ticker.tick()
    clock.move(60)
    ticker.tick()
    assert machine.inputs() == [{"hyperparameters": {"epochs": 1}}]


def test_a_disabled_rule_does_not_fire(ticker: Ticker, clock: Clock, machine: Machine) -> None:
    name = rule(machine, "rate(1 minute)")
    ticker.tick()
    events_backends[ACCOUNT][REGION].disable_rule(name, None)
    clock.move(300)
    ticker.tick()
    assert machine.started() == []


def test_a_cron_rule_fires_on_its_minute(ticker: Ticker, clock: Clock, machine: Machine) -> None:
    beginning = datetime(2031, 1, 1, 2, 59, 30, tzinfo=UTC)
    clock.move((beginning - clock.now()).total_seconds())
    rule(machine, "cron(0 3 ? * WED *)", Input="{}")
    assert ticker.tick() == 1.0
    clock.move(29.5)
    assert ticker.tick() == pytest.approx(0.5, abs=0.4)
    assert machine.started() == []
    clock.move(0.5)
    ticker.tick()
    assert len(machine.started()) == 1


def test_a_wrong_rule_is_refused_when_it_is_made(machine: Machine) -> None:
    for expression in ("cron(0 3 * * * *)", "rate(1 minutes)", "cron(61 3 * * ? *)"):
        with pytest.raises(ValidationException, match="Parameter ScheduleExpression is not valid"):
            rule(machine, expression)


def test_a_schedule_fires_and_names_the_execution_by_a_uuid(
    ticker: Ticker, clock: Clock, machine: Machine
) -> None:
    schedule(machine, "rate(1 minute)")
    clock.move(1)
    ticker.tick()
    (execution,) = machine.started()
    assert str(uuid.UUID(execution.name)) == execution.name
    assert machine.inputs() == [{"from": "scheduler"}]


def test_a_disabled_schedule_does_not_fire(ticker: Ticker, clock: Clock, machine: Machine) -> None:
    schedule(machine, "rate(1 minute)", state="DISABLED")
    clock.move(300)
    ticker.tick()
    assert machine.started() == []


def test_the_universal_target_starts_an_execution_too(
    ticker: Ticker, clock: Clock, machine: Machine
) -> None:
    request = {
        "StateMachineArn": machine.arn,
        "Input": json.dumps({"at": "<aws.scheduler.scheduled-time>"}),
    }
    target = {
        "Arn": "arn:aws:scheduler:::aws-sdk:sfn:startExecution",
        "RoleArn": ROLE,
        "Input": json.dumps(request),
    }
    soon = (clock.now() + timedelta(seconds=10)).replace(microsecond=0)
    schedule(machine, f"at({soon:%Y-%m-%dT%H:%M:%S})", target=target)
    clock.move(10)
    ticker.tick()
    assert machine.inputs() == [{"at": f"{soon:%Y-%m-%dT%H:%M:%SZ}"}]


def test_a_schedule_that_is_done_is_deleted_if_it_asked_for_that(
    ticker: Ticker, clock: Clock, machine: Machine
) -> None:
    soon = (clock.now() + timedelta(seconds=10)).replace(microsecond=0)
    schedule(machine, f"at({soon:%Y-%m-%dT%H:%M:%S})", action_after_completion="DELETE")
    clock.move(10)
    ticker.tick()
    assert len(machine.started()) == 1
    assert scheduler_backends[ACCOUNT][REGION].schedule_groups["default"].schedules == {}


def test_a_schedule_with_a_window_fires_once_within_it_and_is_deleted_then(
    ticker: Ticker, clock: Clock, machine: Machine
) -> None:
    at = (clock.now() + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%S")
    window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 1440}
    name = schedule(
        machine, f"at({at})", flexible_time_window=window, action_after_completion="DELETE"
    )
    group = scheduler_backends[ACCOUNT][REGION].schedule_groups["default"]
    ticker.tick()
    clock.move(5 * 60)
    ticker.tick()
    assert name in group.schedules
    clock.move(24 * 60 * 60)
    until(lambda: name not in group.schedules)
    assert len(machine.started()) == 1


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_schedule_that_is_gone_or_disabled_before_its_window_comes_to_it_calls_nothing(
    ticker: Ticker, clock: Clock, machine: Machine, deliveries: Deliveries, is_deleted: bool
) -> None:
    at = (clock.now() + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%S")
    window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 1440}
    name = schedule(machine, f"at({at})", flexible_time_window=window)
    ticker.tick()
    clock.move(5 * 60)
    ticker.tick()
    backend, passed = scheduler_backends[ACCOUNT][REGION], threading.Event()
    if is_deleted:
        backend.delete_schedule(None, name)
    else:
        backend.get_schedule(None, name).state = "DISABLED"
    clock.move(24 * 60 * 60)
    deliveries.later(clock.seconds(), passed.set)
    assert passed.wait(20)
    assert machine.started() == []


def test_a_wrong_schedule_is_refused_when_it_is_made(machine: Machine) -> None:
    with pytest.raises(SchedulerRefused, match="Invalid Schedule Expression"):
        schedule(machine, "rate(5 minute)")
    with pytest.raises(SchedulerRefused, match="Mars/Olympus"):
        schedule(machine, "rate(5 minutes)", schedule_expression_timezone="Mars/Olympus")


def test_a_role_that_does_not_exist_starts_nothing_and_says_so(
    ticker: Ticker, clock: Clock, machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    rule(machine, "rate(1 minute)", RoleArn=f"arn:aws:iam::{ACCOUNT}:role/nobody")
    ticker.tick()
    clock.move(60)
    ticker.tick()
    assert machine.started() == []
    assert "role/nobody does not exist" in caplog.text


def test_a_delivery_that_fails_is_told_of_with_its_reason(
    ticker: Ticker, clock: Clock, machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    stream = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/s"
    rule(machine, "rate(1 minute)", Arn=stream)
    for _ in range(2):
        ticker.tick()
        clock.move(60)
    (told,) = [r for r in caplog.records if stream in r.getMessage()]
    assert "of a kind that this embedded AWS delivers nothing to" in told.getMessage()


def test_the_thread_fires_as_soon_as_the_clock_is_moved_and_ends_when_told(
    ticker: Ticker, clock: Clock, machine: Machine
) -> None:
    rule(machine, "rate(1 day)", Input="{}")
    ticker.start()
    try:
        deadline = time.monotonic() + 20
        while not machine.started():
            assert time.monotonic() < deadline
            clock.move(24 * 60 * 60)
            time.sleep(0.01)
    finally:
        ticker.stop()
