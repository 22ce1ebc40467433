from __future__ import annotations

from localaws.jobs.tuning.early_stopping import is_hopeless

EARLIER = [[0.5, 0.7], [0.6, 0.8], [0.7, 0.9]]  # running averages 0.6, 0.7, 0.8


def test_worse_than_the_median_of_the_running_averages_is_hopeless() -> None:
    assert is_hopeless([0.1, 0.69], EARLIER, maximize=True)
    assert not is_hopeless([0.1, 0.7], EARLIER, maximize=True)
    assert is_hopeless([0.1, 0.71], EARLIER, maximize=False)
    assert not is_hopeless([0.9, 0.7], EARLIER, maximize=False)


def test_the_averages_are_those_up_to_the_same_epoch() -> None:
    later = [[*each, 100.0] for each in EARLIER]
    assert not is_hopeless([0.1, 0.7], later, maximize=True)
    assert is_hopeless([0.1, 0.7, 1.0], later, maximize=True)


def test_a_job_that_ended_before_counts_with_what_it_has() -> None:
    assert is_hopeless([0.1, 0.2, 0.69], EARLIER, maximize=True)
    assert not is_hopeless([0.1, 0.2, 0.7], EARLIER, maximize=True)


def test_it_takes_two_values_and_three_jobs_to_judge() -> None:
    assert not is_hopeless([0.0], EARLIER, maximize=True)
    assert not is_hopeless([0.0, 0.0], EARLIER[:2], maximize=True)
    assert not is_hopeless([0.0, 0.0], [*EARLIER[:2], []], maximize=True)
