from __future__ import annotations

import pytest

from localaws.jobs.tuning.definition import Objective
from localaws.jobs.tuning.outcome import Outcome, best, objective_counters, status_counters

MAXIMIZE, MINIMIZE = Objective("score", True), Objective("loss", False)


def outcome(number: int, status: str, value: float | None = None, reason: str = "") -> Outcome:
    return Outcome(number, 0, {}, status, value, reason)


ALL = [
    outcome(1, "Completed", 0.5),
    outcome(2, "Completed"),
    outcome(3, "Failed", 0.9, "AlgorithmError: it broke"),
    outcome(4, "Failed", None, "InternalServerError: the machine broke"),
    outcome(5, "Stopped", 0.7),
    outcome(6, "Stopped"),
    outcome(7, "Stopping", 0.1),
    outcome(8, "InProgress"),
]


def test_each_counts_once() -> None:
    assert status_counters(ALL) == {
        "Completed": 2,
        "InProgress": 2,
        "RetryableError": 1,
        "NonRetryableError": 1,
        "Stopped": 2,
    }
    assert objective_counters(ALL) == {"Succeeded": 2, "Pending": 2, "Failed": 4}


def test_the_best_is_one_that_has_succeeded() -> None:
    found = best(ALL, MAXIMIZE), best(ALL, MINIMIZE)
    assert [each.number for each in found if each] == [5, 1]
    assert best(ALL[1:4], MAXIMIZE) is None


@pytest.mark.parametrize("objective", [MAXIMIZE, MINIMIZE])
def test_of_equal_ones_the_first_is_the_best(objective: Objective) -> None:
    found = best([outcome(1, "Completed", 1.0), outcome(2, "Completed", 1.0)], objective)
    assert found is not None
    assert found.number == 1
