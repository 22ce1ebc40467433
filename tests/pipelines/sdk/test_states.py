"""States without a job, and what the SDK does not let through."""

import pytest

from pipelines.sdk.states import Choice, Retry, Task
from pipelines.sdk.values import text


def test_an_intrinsic_function_can_be_a_parameter() -> None:
    call = Task("C", "s3", "listObjectsV2", {"Bucket": text("{}-b", "$.a")}, None, comment="")
    state = call.to_dict()
    assert state["Parameters"] == {"Bucket.$": "States.Format('{}-b', $.a)"}
    assert state["ResultPath"] is None


def test_a_retrier_has_jitter_and_a_ceiling() -> None:
    retrier = Retry(["A.B"], interval=1, attempts=2, ceiling=9).to_dict()
    assert (retrier["JitterStrategy"], retrier["MaxDelaySeconds"]) == ("FULL", 9)


def test_a_choice_goes_on_by_a_condition_in_the_order_in_which_they_are_written() -> None:
    end, other, following = (Task(name, "s3", "listBuckets", {}, None, "") for name in "EOF")
    choice = Choice("C", "Which way?").when("$a", other).go_on_when("$b").otherwise(end)
    choice.next(following)
    state = choice.to_dict()
    assert [(one["Condition"], one["Next"]) for one in state["Choices"]] == [
        ("{% $a %}", "O"),
        ("{% $b %}", "F"),
    ]
    assert state["Default"] == "E"


def test_a_choice_that_never_goes_on_has_nothing_after_it() -> None:
    with pytest.raises(ValueError, match="'C' says nowhere when it goes on"):
        Choice("C", "Which way?").next(Task("F", "s3", "listBuckets", {}, None, ""))
