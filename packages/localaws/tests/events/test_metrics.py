"""CloudWatch's metrics of rules and schedules."""

from __future__ import annotations

import pytest

from localaws.clock import Clock
from localaws.events import metrics
from localaws.events.parcel import Outcome
from localaws.this_aws.metrics import samples_of

from ..published_metrics import forget
from .conftest import ACCOUNT

REGION = "ap-south-1"  # where no other test publishes
RULE = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/nightly"
ON_BUS = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/orders/nightly"
SCHEDULE = f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/nights/nightly"


@pytest.fixture(autouse=True)
def nothing_published() -> None:
    forget(ACCOUNT, REGION)


def published() -> list[tuple[str, str, dict[str, str]]]:
    names = [metric for metric, _ in samples_of(ACCOUNT, REGION).names()]
    return [(each.namespace, each.name, dict(sorted(each.dimensions))) for each in names]


def test_a_rules_are_published_of_it_and_of_all_rules(clock: Clock) -> None:
    metrics.of_rule(RULE, Outcome.DEAD_LETTER, clock)
    assert published() == [
        ("AWS/Events", "InvocationsSentToDlq", {}),
        ("AWS/Events", "InvocationsSentToDlq", {"RuleName": "nightly"}),
    ]


def test_a_rule_on_a_bus_names_the_bus(clock: Clock) -> None:
    metrics.matched(ON_BUS, clock)
    named = [dimensions for _, name, dimensions in published() if name == "TriggeredRules"]
    assert named == [{}, {"EventBusName": "orders", "RuleName": "nightly"}]


def test_what_is_dropped_was_an_invocation_that_failed(clock: Clock) -> None:
    metrics.of_rule(RULE, Outcome.DROPPED, clock)
    assert {name for _, name, _ in published()} == {"Invocations", "FailedInvocations"}


def test_a_schedules_are_published_of_its_group(clock: Clock) -> None:
    metrics.of_schedule(SCHEDULE, Outcome.THROTTLED, clock)
    assert published() == [
        ("AWS/Scheduler", "TargetErrorCount", {"ScheduleGroup": "nights"}),
        ("AWS/Scheduler", "TargetErrorThrottledCount", {"ScheduleGroup": "nights"}),
    ]
