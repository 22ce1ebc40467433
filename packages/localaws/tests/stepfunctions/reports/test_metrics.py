"""Which metrics an execution's events make."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.reports import metrics
from localaws.stepfunctions.reports.metrics import Datum, Metrics

ARN = "arn:aws:states:eu-west-1:123456789012:execution:Retraining:monday"
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:Retraining"
EXECUTION = Execution(ARN, "monday", MACHINE, "arn:role", "{}", "{}", 1_000.0)
TRAIN = {"resource": "createTrainingJob.sync", "resourceType": "sagemaker", "region": "eu-west-1"}
TRAINING = "arn:aws:states:eu-west-1:123456789012:sagemaker:createTrainingJob.sync"
ACTIVITY = "arn:aws:states:eu-west-1:123456789012:activity:Approve"


def values(execution: Execution, *events: Event, of: Metrics | None = None) -> dict[str, float]:
    return {each.name: each.value for each in (of or Metrics()).of(execution, events)}


def event(number: int, kind: str, time: float, **details: Any) -> Event:
    return Event(number, number - 1, kind, time, details)


def test_an_execution_counts_when_it_starts_and_when_it_ends() -> None:
    started, ended = event(1, "ExecutionStarted", 1_000.0), event(2, "ExecutionFailed", 1_003.5)

    assert values(EXECUTION, started) == {"ExecutionsStarted": 1}
    assert values(EXECUTION, ended) == {"ExecutionsFailed": 1, "ExecutionTime": 3_500}


def test_what_was_redriven_counts_by_itself_too() -> None:
    again = replace(EXECUTION, redrive_count=1)

    found = values(
        again, event(7, "ExecutionRedriven", 1_010), event(9, "ExecutionSucceeded", 1_020)
    )

    assert found == {
        "ExecutionsRedriven": 1,
        "ExecutionsSucceeded": 1,
        "RedrivenExecutionsSucceeded": 1,
        "ExecutionTime": 20_000,
    }


def test_a_task_is_followed_from_batch_to_batch() -> None:
    counted = Metrics()
    first = values(
        EXECUTION,
        event(3, "TaskScheduled", 1_000.0, **TRAIN),
        event(4, "TaskStarted", 1_000.5),
        event(5, "TaskSubmitted", 1_001.0),
        of=counted,
    )
    then = counted.of(EXECUTION, [event(6, "TaskSucceeded", 1_004.0)])

    assert first == {
        "ServiceIntegrationsScheduled": 1,
        "ServiceIntegrationsStarted": 1,
        "ServiceIntegrationScheduleTime": 500,
    }
    assert {each.name: each.value for each in then} == {
        "ServiceIntegrationsSucceeded": 1,
        "ServiceIntegrationRunTime": 3_500,
        "ServiceIntegrationTime": 4_000,
    }
    assert all(each.dimensions == {"ServiceIntegrationResourceArn": TRAINING} for each in then)


def test_an_activity_that_misses_its_heartbeat_counts_as_that() -> None:
    timed_out = event(4, "ActivityTimedOut", 1_060.0, error="States.Timeout")
    found = values(
        EXECUTION,
        event(3, "ActivityScheduled", 1_000.0, resource=ACTIVITY),
        replace(timed_out, inner={"unheard": True}),
    )

    assert found == {
        "ActivitiesScheduled": 1,
        "ActivitiesHeartbeatTimedOut": 1,
        "ActivityTime": 60_000,
    }


def test_a_task_without_a_start_event_has_no_run_time() -> None:
    found = values(
        EXECUTION,
        event(3, "LambdaFunctionScheduled", 1_000.0, resource="arn:f"),
        event(4, "LambdaFunctionStartFailed", 1_001.0),
    )

    assert found == {
        "LambdaFunctionsScheduled": 1,
        "LambdaFunctionsFailed": 1,
        "LambdaFunctionTime": 1_000,
    }


def test_what_is_open_is_forgotten_with_its_execution() -> None:
    counted = Metrics()
    counted.of(EXECUTION, [event(3, "TaskScheduled", 1_000.0, **TRAIN)])
    counted.of(EXECUTION, [event(4, "ExecutionAborted", 1_001.0)])

    assert counted.of(EXECUTION, [Event(5, 3, "TaskSucceeded", 1_002.0)]) == []


def test_data_of_one_metric_and_minute_are_together() -> None:
    def started(machine: str, time: float) -> list[Datum]:
        of = replace(EXECUTION, arn=f"{ARN}{time}", machine_arn=machine)
        return Metrics().of(of, [event(1, "ExecutionStarted", time)])

    data = [*started("a", 61), *started("b", 62), *started("a", 119), *started("a", 120)]

    assert [[one.time for one in each] for each in metrics.by_minute(data)] == [
        *([61, 119], [62]),
        [120],
    ]
