"""A name has none of the characters that AWS forbids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.operations import names


@pytest.mark.parametrize(
    "name", ["a", "state.machine_1-b", "状態機械", "a=b", "a+b", "(a)", "a'b", "a@b!"]
)
def test_a_name(name: str) -> None:
    assert names.check(name) == name


@pytest.mark.parametrize("name", [f"a{mark}b" for mark in ' \t\n<>{}[]?*"#%\\^|~`$&,;:/\x7f\x9f'])
def test_no_name(name: str) -> None:
    with pytest.raises(Refusal) as caught:
        names.check(name)
    assert str(caught.value) == f"InvalidName: Invalid Name: '{name}'"


@given(st.text("abcXYZ019.-_äé"))
def test_letters_digits_and_dots_always_are(name: str) -> None:
    assert names.check(name) == name
