"""How often a target is tried, and for how long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from localaws.events.retry import AGE, ATTEMPTS, Again, Over, RetryPolicy


def test_without_more_it_is_tried_185_times_in_24_hours() -> None:
    assert RetryPolicy.of({}) == RetryPolicy(185, 86_400)
    given = {"RetryPolicy": {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}}
    assert RetryPolicy.of(given) == RetryPolicy(0, 60)


def test_pauses_grow() -> None:
    policy = RetryPolicy()
    assert [policy.after(n, 0) for n in (1, 2, 3, 9, 100)] == [
        Again(each) for each in (2, 4, 8, 480, 480)
    ]


def test_either_limit_ends_it() -> None:
    assert RetryPolicy(0, 60).after(1, 0) == Over(ATTEMPTS)
    assert RetryPolicy(3, 60).after(3, 0) == Again(8)
    assert RetryPolicy(3, 60).after(4, 0) == Over(ATTEMPTS)
    assert RetryPolicy(3, 60).after(1, 60) == Over(AGE)


@given(st.integers(0, 185), st.integers(60, 86_400))
def test_every_policy_ends_in_time(attempts: int, age: int) -> None:
    now, number = 0.0, 1
    while isinstance(found := RetryPolicy(attempts, age).after(number, now), Again):
        assert found.seconds > 0
        now, number = now + found.seconds, number + 1
    assert now <= age
    assert number <= attempts + 1
