"""What a DeploymentConfig means, and which ones cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.hosting.deployments.policy import Policy, Size, Way, for_change, policy
from localaws.sagemaker.errors import ApiError

from ..scripted import variant


def size(value: int, kind: str = "CAPACITY_PERCENT") -> dict[str, Any]:
    return {"Type": kind, "Value": value}


def blue_green(kind: str, wait: int = 60, **more: Any) -> dict[str, Any]:
    sizes: dict[str, Any] = {
        name: more.pop(name) for name in ("CanarySize", "LinearStepSize") if name in more
    }
    routing: dict[str, Any] = {"Type": kind, "WaitIntervalInSeconds": wait, **sizes}
    return {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing, **more}}


def rolling(batch: dict[str, Any], wait: int = 60, **more: Any) -> dict[str, Any]:
    policy = {"MaximumBatchSize": batch, "WaitIntervalInSeconds": wait, **more}
    return {"RollingUpdatePolicy": policy}


def test_without_one_all_is_done_at_once() -> None:
    assert policy({}) == Policy(Way.ALL_AT_ONCE)


def test_a_canary_waits_twice() -> None:
    read = policy(
        blue_green(
            "CANARY",
            CanarySize=size(30),
            TerminationWaitInSeconds=120,
            MaximumExecutionTimeoutInSeconds=600,
        )
        | {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "errors"}]}}
    )
    assert read == Policy(
        Way.CANARY, Size(30, True), wait=60, termination_wait=120, timeout=600, alarms=("errors",)
    )


def test_all_at_once_there_is_nothing_to_wait_for_between_steps() -> None:
    assert policy(blue_green("ALL_AT_ONCE", 300)).wait == 0


@pytest.mark.parametrize(
    ("deployment", "said"),
    [
        (blue_green("CANARY"), "must have a CanarySize"),
        (blue_green("LINEAR"), "must have a LinearStepSize"),
        (blue_green("CANARY", CanarySize=size(51)), "CanarySize must be at most 50 %"),
        (blue_green("LINEAR", LinearStepSize=size(9)), "between 10 % and 50 %"),
        (rolling(size(4)), "MaximumBatchSize must be between 5 % and 50 %"),
        (
            rolling(size(50), RollbackMaximumBatchSize=size(101)),
            "RollbackMaximumBatchSize must be at most 100 %",
        ),
        (
            blue_green(
                "ALL_AT_ONCE",
                TerminationWaitInSeconds=600,
                MaximumExecutionTimeoutInSeconds=600,
            ),
            "600 is not larger than 600",
        ),
        (blue_green("ALL_AT_ONCE") | rolling(size(50)), "only one update policy"),
    ],
)
def test_what_contradicts_itself_is_refused(deployment: dict[str, Any], said: str) -> None:
    with pytest.raises(ApiError, match=said):
        policy(deployment)


CANARY = blue_green("CANARY", CanarySize=size(50))


@pytest.mark.parametrize(
    ("deployment", "new", "said"),
    [
        (CANARY, [variant("b")], "same variant names"),
        (CANARY, [variant("a"), variant("b")], "same variant names"),
        (
            blue_green("CANARY", CanarySize=size(1, "INSTANCE_COUNT")),
            [variant("a", instances=1)],
            "1 of the 1 of variant a",
        ),
        (
            rolling(size(1, "INSTANCE_COUNT")),
            [variant("a", instances=21)],
            "1 of the 21 of variant a",
        ),
    ],
)
def test_what_does_not_fit_the_fleets_is_refused(
    deployment: dict[str, Any], new: list[Any], said: str
) -> None:
    with pytest.raises(ApiError, match=said):
        for_change(deployment, [variant("a")], new)


def test_a_rolling_update_is_of_one_variant() -> None:
    both = [variant("a"), variant("b")]
    with pytest.raises(ApiError, match="several variants cannot be updated by RollingUpdatePolicy"):
        for_change(rolling(size(50)), both, both)
    assert for_change(CANARY, both, both).way is Way.CANARY


def test_all_at_once_may_change_the_variants() -> None:
    assert for_change(blue_green("ALL_AT_ONCE"), [variant("a")], [variant("b")]) == Policy()


@given(st.integers(1, 200), st.integers(1, 100))
def test_a_part_is_at_least_one_instance_and_never_more_than_all(value: int, total: int) -> None:
    for is_percent in (True, False):
        part = Size(value, is_percent)
        assert 1 <= part.instances(total) <= total
        assert 0 < part.share(total) <= 1
