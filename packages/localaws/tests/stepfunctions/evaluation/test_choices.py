from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.stepfunctions.evaluation import choices
from localaws.stepfunctions.evaluation.failure import EvaluationFailure
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language import choice_rule, path_reader
from localaws.stepfunctions.language.choice_rule import Compared, Joined, Negated

X = path_reader.read("$.x")
ANYTHING = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers())
ORDERS = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"]


def holds(rule: Any, found: Any) -> bool:
    return choices.holds(rule, Scope({"x": found}, {}))


@given(st.integers(), st.integers())
def test_numbers_compare_as_numbers(one: int, other: int) -> None:
    results = [holds(Compared(X, f"Numeric{order}", other), one) for order in ORDERS]
    assert results == [one == other, one < other, one > other, one <= other, one >= other]


@given(st.text(), st.text())
def test_strings_compare_as_strings(one: str, other: str) -> None:
    results = [holds(Compared(X, f"String{order}", other), one) for order in ORDERS]
    assert results == [one == other, one < other, one > other, one <= other, one >= other]


@given(ANYTHING, st.sampled_from(["String", "Numeric", "Boolean", "Timestamp"]))
def test_a_value_of_another_kind_is_no_match_and_no_failure(found: Any, kind: str) -> None:
    against = {"String": "a", "Numeric": 1, "Boolean": True, "Timestamp": "2024-01-01T00:00:00Z"}
    assert holds(Compared(X, f"{kind}Equals", against[kind]), found) in (True, False)


@given(st.text())
def test_a_string_matches_itself_with_its_stars_escaped(text: str) -> None:
    pattern = text.replace("\\", "\\\\").replace("*", "\\*")
    assert holds(Compared(X, "StringMatches", pattern), text)
    assert holds(Compared(X, "StringMatches", "*"), text)


@given(ANYTHING)
def test_a_value_is_of_one_kind_at_most(found: Any) -> None:
    kinds = [
        holds(choice_rule.Tested(X, f"Is{kind}", True), found)
        for kind in ("Null", "Boolean", "Numeric")
    ]
    assert sum(kinds) <= 1


def test_rules_join_and_turn_round() -> None:
    is_one, is_text = Compared(X, "NumericEquals", 1), choice_rule.Tested(X, "IsString", True)
    assert not holds(Joined((is_one, is_text), needs_all=True), 1)
    assert holds(Joined((is_one, is_text), needs_all=False), 1)
    assert holds(Negated(is_text), 1)


def test_a_variable_that_is_missing_fails_but_for_is_present() -> None:
    scope = Scope({}, {})
    assert not choices.holds(choice_rule.Tested(X, "IsPresent", True), scope)
    with pytest.raises(EvaluationFailure, match=r"Invalid path '\$.x': The choice state's"):
        choices.holds(choice_rule.Tested(X, "IsNull", True), scope)
