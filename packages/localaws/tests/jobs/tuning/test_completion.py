from __future__ import annotations

import pytest

from localaws.jobs.tuning import completion
from localaws.jobs.tuning.completion import Criteria
from localaws.jobs.tuning.definition import Objective
from localaws.jobs.tuning.outcome import Outcome

MAXIMIZE, MINIMIZE = Objective("score", True), Objective("loss", False)


def ended(*values: float | None, status: str = "Completed") -> list[Outcome]:
    return [Outcome(n, 0, {}, status, value) for n, value in enumerate(values, start=1)]


def test_an_improvement_is_one_of_more_than_a_hundredth() -> None:
    assert completion.not_improving(ended(1.0, 1.02), MAXIMIZE) == 0
    assert completion.not_improving(ended(1.0, 1.009), MAXIMIZE) == 1
    assert completion.not_improving(ended(1.0, 1.005, 1.009, 0.5), MAXIMIZE) == 3
    assert completion.not_improving(ended(1.0, 0.5, 2.0), MAXIMIZE) == 0
    assert completion.not_improving(ended(1.0, 0.98), MINIMIZE) == 0
    assert completion.not_improving(ended(1.0, 1.02), MINIMIZE) == 1


def test_without_a_result_nothing_has_failed_to_improve() -> None:
    assert completion.not_improving(ended(None, None), MAXIMIZE) == 0
    assert completion.not_improving(ended(1.0, None, None), MAXIMIZE) == 0


def test_so_many_without_an_improvement_are_enough() -> None:
    criteria = Criteria(not_improving=3)
    assert not completion.is_enough(ended(1.0, 0.9, 0.9), MAXIMIZE, criteria)
    assert completion.is_enough(ended(1.0, 0.9, 0.9, 0.9), MAXIMIZE, criteria)


@pytest.mark.parametrize(
    ("objective", "target", "is_met"),
    [
        (MAXIMIZE, 0.9, True),
        (MAXIMIZE, 0.91, False),
        (MINIMIZE, 0.5, True),
        (MINIMIZE, 0.49, False),
    ],
)
def test_the_target_is_met_by_what_is_as_good(
    objective: Objective, target: float, is_met: bool
) -> None:
    assert completion.is_enough(ended(0.5, 0.9), objective, Criteria(target=target)) == is_met


def test_a_failed_one_meets_no_target() -> None:
    assert not completion.is_enough(ended(1.0, status="Failed"), MAXIMIZE, Criteria(target=0.5))


def test_it_has_converged_after_ten_without_an_improvement() -> None:
    stale = ended(*[1.0] * 11)
    assert completion.has_converged(stale, MAXIMIZE)
    assert not completion.has_converged(stale[:-1], MAXIMIZE)
    assert completion.is_enough(stale, MAXIMIZE, Criteria(on_convergence=True))
    assert not completion.is_enough(stale, MAXIMIZE, Criteria())


def test_five_attempts_without_a_success_are_hopeless() -> None:
    failed = ended(*[None] * 5, status="Failed")
    assert completion.is_hopeless(failed)
    assert not completion.is_hopeless(failed[:4])
    assert not completion.is_hopeless([*failed, *ended(1.0)])


@pytest.mark.parametrize(
    ("outcomes", "reason"),
    [
        (ended(None, None, 0.1), None),
        (ended(*[None] * 5, status="Failed"), completion.NO_SUCCESS),
        (ended(None, None, status="Failed"), completion.ALL_FAILED),
        (ended(*[None] * 5), completion.NO_METRIC.format(number=5)),
        ([*ended(None), *ended(None, status="Failed")], completion.NO_METRIC.format(number=2)),
        (ended(None, status="Stopped"), completion.NO_RESULT),
    ],
)
def test_why_it_has_failed(outcomes: list[Outcome], reason: str | None) -> None:
    assert completion.failure(outcomes) == reason
