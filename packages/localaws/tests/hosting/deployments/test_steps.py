"""The steps of an update, and what is said of each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from localaws.hosting.deployments.policy import Policy, Size, Way
from localaws.hosting.deployments.steps import steps

PERCENT = Size(30, is_percent=True)


def taken(policy: Policy, instances: int) -> list[tuple[int, int]]:
    """How many instances are active after each step, and how long it bakes."""
    return [(step.size.instances(instances), step.bake) for step in steps(policy, instances)]


def test_all_at_once_is_one_step() -> None:
    assert taken(Policy(termination_wait=9), 3) == [(3, 9)]


def test_a_canary_is_followed_by_the_rest() -> None:
    canary = Policy(Way.CANARY, PERCENT, wait=60, termination_wait=120)
    assert taken(canary, 10) == [(3, 60), (10, 120)]
    first, last = steps(canary, 10)
    assert first.activating(10) == "Activating traffic on canary capacity of 3 instance(s)."
    assert first.baking(10) == (
        "Baking for 60 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of "
        "3 instance(s)."
    )
    assert last.baking(10) == (
        "Baking for 120 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity "
        "of 10 instance(s)."
    )


def test_linear_steps_are_equal_but_the_last() -> None:
    linear = Policy(Way.LINEAR, PERCENT, wait=60, termination_wait=0)
    assert taken(linear, 10) == [(3, 60), (6, 60), (9, 60), (10, 0)]
    by_count = Policy(Way.LINEAR, Size(1, is_percent=False), wait=1)
    assert taken(by_count, 3) == [(1, 1), (2, 1), (3, 0)]


def test_each_batch_bakes() -> None:
    rolling = Policy(Way.ROLLING, Size(2, is_percent=False), wait=60)
    assert taken(rolling, 5) == [(2, 60), (4, 60), (5, 60)]


@given(
    st.sampled_from(list(Way)),
    st.integers(1, 50),
    st.booleans(),
    st.integers(1, 40),
)
def test_an_update_only_grows_and_ends_with_all_of_it(
    way: Way, value: int, is_percent: bool, instances: int
) -> None:
    policy = Policy(way, Size(value, is_percent), wait=1)
    active = [count for count, _ in taken(policy, instances)]
    assert active == sorted(active)
    assert active[-1] == instances
    assert [step.is_last for step in steps(policy, instances)].count(True) == 1
