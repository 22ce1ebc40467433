"""AWS was observed to take just so much, and no more."""

from __future__ import annotations

import pytest

from localaws.stepfunctions.evaluation import jsonata, jsonata_patterns
from localaws.stepfunctions.evaluation.jsonata import NoValue


def test_a_hundred_terms_are_not_too_deep() -> None:
    assert jsonata.value("+".join(["1"] * 100), {}) == 100


def test_a_hundred_and_one_are() -> None:
    with pytest.raises(NoValue, match=r"Stack overflow error: .* Depth=101 max=100"):
        jsonata.value("+".join(["1"] * 101), {})


def test_a_call_in_the_last_place_does_not_nest() -> None:
    counted = "($f := function($n) { $n = 0 ? 'done' : $f($n - 1) }; $f(300))"
    assert jsonata.value(counted, {}) == "done"


def test_a_text_of_four_million_characters_is_not_too_large() -> None:
    assert jsonata.value("$length($pad('', 4194304, 'x'))", {}) == 2**22


@pytest.mark.parametrize("expression", ["$pad('', 7000000, 'x')", "[1..900000]"])
def test_a_larger_value_is(expression: str) -> None:
    with pytest.raises(NoValue, match="Expression evaluation memory limit exceeded"):
        jsonata.value(expression, {})


def test_a_regular_expression_that_would_take_for_ever_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jsonata_patterns, "_SECONDS", 0.1)
    with pytest.raises(NoValue, match="timeout"):
        jsonata.value(f"$contains('{'a' * 60}b', /^(a|aa)+$/)", {})
