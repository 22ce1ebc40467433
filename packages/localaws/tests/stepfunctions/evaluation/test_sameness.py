from __future__ import annotations

from localaws.stepfunctions.evaluation.sameness import same


def test_numbers_are_the_same_by_value() -> None:
    assert same(1, 1.0)
    assert not same(1, 1.5)


def test_true_is_no_number_and_null_no_text() -> None:
    assert not same(True, 1)
    assert not same(None, "null")


def test_members_may_stand_in_any_order_and_elements_not() -> None:
    assert same({"a": 1, "b": [2]}, {"b": [2.0], "a": 1})
    assert not same([1, 2], [2, 1])
