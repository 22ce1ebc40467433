"""Passwords of the characters that were asked for, and secrets that there are not."""

from __future__ import annotations

import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.secretsmanager.exceptions import InvalidParameterException, SecretNotFoundException

from localaws.moto_mends.backends.secretsmanager import Secrets, password

SECRETS = Secrets("us-east-1", "123456789012")
DEFAULTS = {
    "password_length": 32,
    "exclude_characters": "",
    "exclude_numbers": False,
    "exclude_punctuation": False,
    "exclude_uppercase": False,
    "exclude_lowercase": False,
    "include_space": False,
    "require_each_included_type": True,
}


def random_password(**members: Any) -> str:
    made: str = json.loads(SECRETS.get_random_password(**(DEFAULTS | members)))["RandomPassword"]
    return made


def test_kinds_that_are_excluded_are_missing_and_all_others_there() -> None:
    assert set(random_password(exclude_punctuation=True, exclude_numbers=True)) <= set(
        string.ascii_letters
    )
    spaced = random_password(include_space=True, exclude_characters="abc", password_length=5)
    assert " " in spaced
    assert not set("abc") & set(spaced)


def test_all_of_a_kind_may_be_excluded_where_not_each_is_required() -> None:
    made = random_password(exclude_characters=string.digits, require_each_included_type=False)
    assert not set(string.digits) & set(made)
    with pytest.raises(InvalidParameterException, match="excludes all characters"):
        random_password(exclude_characters=string.digits)


@given(st.integers(4, 40), st.lists(st.sampled_from(["ab", "12", "!?"]), min_size=1, unique=True))
def test_a_password_has_its_length_and_one_of_each_kind(length: int, kinds: list[str]) -> None:
    made = password(length, kinds, each=True)
    assert len(made) == length
    assert all(set(kind) & set(made) for kind in kinds)
    assert set(made) <= set("".join(kinds))


@pytest.mark.parametrize(
    ("length", "kinds", "each"), [(3, ["a"], False), (4, ["a", "b", "c", "d", "e"], True)]
)
def test_a_length_without_room_is_refused(length: int, kinds: list[str], each: bool) -> None:
    with pytest.raises(InvalidParameterException, match="too short"):
        password(length, kinds, each)


def test_nothing_cannot_make_a_password() -> None:
    with pytest.raises(InvalidParameterException, match="excludes all characters"):
        password(8, ["", ""], each=False)


def test_a_secret_that_there_is_not_has_no_versions() -> None:
    with pytest.raises(SecretNotFoundException):
        SECRETS.list_secret_version_ids("none")
