from __future__ import annotations

import pytest

from localaws.jobs.tuning.definition import Definition, Objective
from localaws.jobs.tuning.outcome import Outcome
from localaws.jobs.tuning.ranges import Categorical, Continuous, Integer, Range
from localaws.jobs.tuning.search import Observation
from localaws.jobs.tuning.warm_start import CannotStartFrom, Earlier, check, observations

SCORE = Objective("score", True)
X = Continuous("x", 0.0, 1.0)


def definition(
    *ranges: Range, objective: Objective = SCORE, static: dict[str, str] | None = None
) -> Definition:
    return Definition({}, objective, ranges, static or {})


def earlier(one: Definition, *outcomes: Outcome, status: str = "Completed") -> Earlier:
    return Earlier("parent", status, (one,), outcomes)


def refusal(new: Definition, parent: Earlier, jobs: int = 1) -> str:
    with pytest.raises(CannotStartFrom) as refused:
        check(new, [parent], jobs, 750)
    return str(refused.value)


def test_a_parent_must_have_ended_and_have_one_definition() -> None:
    assert "is in status InProgress" in refusal(
        definition(X), earlier(definition(X), status="InProgress")
    )
    two = Earlier("parent", "Stopped", (definition(X), definition(X)), ())
    assert "several training job definitions" in refusal(definition(X), two)
    check(definition(X), [earlier(definition(X), status="Stopped")], 1, 750)


def test_the_objective_must_be_the_same() -> None:
    other = definition(X, objective=Objective("score", False))
    assert "Maximize score, and is Minimize score" in refusal(other, earlier(definition(X)))


def test_the_number_of_hyperparameters_must_remain() -> None:
    more = definition(X, static={"y": "1"})
    assert "must remain that of the parent tuning job 'parent', 1, and is 2" in refusal(
        more, earlier(definition(X))
    )


def test_a_type_must_not_change() -> None:
    assert "'x' was continuous" in refusal(definition(Integer("x", 0, 1)), earlier(definition(X)))


def test_changes_are_counted_by_value() -> None:
    six = Categorical("c", tuple("abcdef"))
    old = definition(X, six, static={"a": "1", "b": "1"})
    # six for the categories, two for each static value
    new = definition(X, static={"c": "a", "a": "2", "b": "1"})
    check(new, [earlier(old)], 1, 750)
    new = definition(X, static={"c": "a", "a": "2", "b": "2"})
    check(new, [earlier(old)], 1, 750)
    new = definition(static={"x": "1", "c": "a", "a": "2", "b": "2"})
    assert "and there are 11" in refusal(new, earlier(old))


def test_the_parents_training_jobs_count() -> None:
    parent = earlier(definition(X), *[Outcome(n, 0, {}, "Completed", 1.0) for n in range(700)])
    check(definition(X), [parent], 50, 750)
    assert "at most 750, and would be 751" in refusal(definition(X), parent, 51)


def test_what_was_static_counts_with_its_value() -> None:
    old = definition(X, static={"y": "5"})
    new = definition(X, Integer("y", 1, 10))
    outcomes = [
        Outcome(1, 0, {"x": "0.5"}, "Completed", 2.0),
        Outcome(2, 0, {"x": "0.6"}, "Failed", 3.0),
        Outcome(3, 0, {"x": "0.7"}, "Stopped", None),
    ]
    assert observations(new, [earlier(old, *outcomes)]) == (
        Observation({"x": "0.5", "y": "5"}, 2.0),
    )


def test_what_is_static_now_says_nothing() -> None:
    old = definition(X, Integer("y", 1, 10))
    parent = earlier(old, Outcome(1, 0, {"x": "0.5", "y": "3"}, "Completed", 2.0))
    new = definition(X, static={"y": "4"})
    assert observations(new, [parent]) == (Observation({"x": "0.5"}, 2.0),)


def test_what_was_not_there_cannot_be_learned_from() -> None:
    parent = earlier(definition(X), Outcome(1, 0, {"x": "0.5"}, "Completed", 2.0))
    assert observations(definition(Continuous("z", 0, 1)), [parent]) == ()
