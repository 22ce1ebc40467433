from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.stepfunctions.evaluation import intrinsic_format
from localaws.stepfunctions.evaluation.intrinsic_functions import Unfit


def test_places_are_filled_in_order() -> None:
    assert intrinsic_format.value("{} and {}", [1, "two"]) == "1 and two"


def test_values_with_braces_are_not_filled() -> None:
    assert intrinsic_format.value("{}{}", ["{}", "x"]) == "{}x"


@pytest.mark.parametrize("template", ["{", "}", "{a}", "x}{"])
def test_a_brace_that_is_no_place_has_to_be_escaped(template: str) -> None:
    with pytest.raises(Unfit, match="escaped"):
        intrinsic_format.value(template, [])


@pytest.mark.parametrize(("template", "values"), [("{}", []), ("", [1]), ("{}{}", [1])])
def test_there_are_as_many_values_as_places(template: str, values: list[int]) -> None:
    with pytest.raises(Unfit, match="do not match the occurrences"):
        intrinsic_format.value(template, values)


@given(st.text())
def test_any_text_can_be_written_with_escapes(text: str) -> None:
    escaped = re.sub(r"[{}'\\]", r"\\\g<0>", text)
    assert intrinsic_format.value(escaped, []) == text
