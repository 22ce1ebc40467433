"""What CloudWatch counts of functions, and by which dimensions."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from localaws.functions.execution.invocation import Invocation
from localaws.functions.function import Code, Configuration
from localaws.functions.metrics import Measured, Metrics, data, together
from localaws.functions.versions import Target
from localaws.this_aws.metrics import Datum, Summary

ARN = "arn:aws:lambda:eu-west-1:000000000000:function:greet"


def invocation(arn: str = ARN, version: str = "$LATEST") -> Invocation:
    return Invocation("id", "greet", Target(arn, version, Configuration("r", Code("", 0))))


def dimensions(found: Iterable[Datum]) -> list[dict[str, str]]:
    return [dict(datum.dimensions) for datum in found]


def test_a_function_without_a_qualifier_is_its_own_resource() -> None:
    found = data(Measured(invocation(), 0, {"Invocations": 1}))
    assert dimensions(found) == [
        {"FunctionName": "greet"},
        {"FunctionName": "greet", "Resource": "greet"},
        {},
    ]


def test_an_alias_has_the_version_that_ran_too() -> None:
    found = data(Measured(invocation(f"{ARN}:live", "3"), 0, {"Invocations": 1}))
    assert dimensions(found)[1:3] == [
        {"FunctionName": "greet", "Resource": "greet:live"},
        {"FunctionName": "greet", "Resource": "greet:live", "ExecutedVersion": "3"},
    ]


def test_a_version_has_none() -> None:
    found = data(Measured(invocation(f"{ARN}:3", "3"), 0, {"Invocations": 1}))
    assert {"FunctionName": "greet", "Resource": "greet:3"} in dimensions(found)
    assert len(dimensions(data(Measured(invocation(f"{ARN}:3", "3"), 0, {"Errors": 0})))) == 3


def test_the_account_has_values_of_its_own() -> None:
    measured = Measured(
        invocation(),
        *(0, {"ConcurrentExecutions": 1}),
        {"ConcurrentExecutions": 5, "UnreservedConcurrentExecutions": 4},
    )
    found = {(d.name, len(d.dimensions)): d.value for d in data(measured)}
    assert found == {
        ("ConcurrentExecutions", 1): 1,
        ("ConcurrentExecutions", 2): 1,
        ("ConcurrentExecutions", 0): 5,
        ("UnreservedConcurrentExecutions", 0): 4,
    }


def test_durations_are_milliseconds_and_the_rest_counts() -> None:
    found = data(Measured(invocation(), 0, {"Duration": 1.5, "Errors": 0}))
    assert {(d.name, d.unit) for d in found} == {("Duration", "Milliseconds"), ("Errors", "Count")}


def test_counts_of_a_minute_are_put_together_and_durations_are_not() -> None:
    found = [
        *data(Measured(invocation(), 0, {"Errors": 1, "Duration": 5})),
        *data(Measured(invocation(), 59, {"Errors": 0, "Duration": 7})),
        *data(Measured(invocation(), 60, {"Errors": 0})),
    ]
    whole = [each for each in together(found) if not each.dimensions]
    durations = [each.value for each in whole if isinstance(each, Datum)]
    counts = [
        (each.count, each.sum, each.least, each.most) for each in whole if isinstance(each, Summary)
    ]
    assert (durations, counts) == ([5, 7], [(2, 1, 0, 1), (1, 0, 0, 0)])


def test_everything_that_was_measured_is_put_and_no_thread_stays() -> None:
    put: list[tuple[str, str, str]] = []
    invocations = 0.0

    def take(account: str, region: str, namespace: str, found: Iterable[Datum | Summary]) -> None:
        nonlocal invocations
        put.append((account, region, namespace))
        invocations += sum(
            each.sum for each in found if isinstance(each, Summary) and not each.dimensions
        )

    metrics = Metrics(take)
    for _ in range(100):
        metrics(Measured(invocation(), 0, {"Invocations": 1}))
    metrics.close()
    assert set(put) == {("000000000000", "eu-west-1", "AWS/Lambda")}
    assert invocations == 100
    assert "function metrics" not in {thread.name for thread in threading.enumerate()}


def test_what_cannot_be_put_keeps_nobody_from_the_next() -> None:
    put: list[int] = []

    def take(_: str, __: str, ___: str, found: Iterable[Datum | Summary]) -> None:
        put.append(len(list(found)))
        if len(put) == 1:
            raise ValueError("no")

    metrics = Metrics(take)
    for _ in range(2):
        metrics(Measured(invocation(), 0, {"Invocations": 1}))
        metrics.close()
    assert put == [3, 3]
