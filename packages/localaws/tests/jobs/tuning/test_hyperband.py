from __future__ import annotations

from localaws.jobs.tuning.hyperband import Hyperband
from localaws.jobs.tuning.plan import Resources


def test_whoever_has_used_the_greatest_resource_is_over() -> None:
    hyperband = Hyperband(Resources(1, 3), maximize=True)
    assert [hyperband.is_over(1, epoch, 1.0) for epoch in (1, 2, 3)] == [False, False, True]


def test_most_that_are_worse_are_given_up_and_the_best_is_not() -> None:
    hyperband = Hyperband(Resources(1, 27), maximize=True)
    over = {
        number: any(hyperband.is_over(number, epoch, float(31 - number)) for epoch in range(1, 27))
        for number in range(1, 31)
    }
    assert not over[1]
    assert sum(over.values()) > 10


def test_nobody_is_given_up_before_the_least_resource() -> None:
    hyperband = Hyperband(Resources(9, 27), maximize=False)
    assert not any(
        hyperband.is_over(number, epoch, float(number))
        for number in range(1, 31)
        for epoch in range(1, 9)
    )
