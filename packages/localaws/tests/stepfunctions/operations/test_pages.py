"""Pages neither repeat nor skip an entry, whatever comes and goes between them."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.operations import pages

LIST = ["letters", "of", "a test"]


def page(entries: list[str], newest_first: bool = False, **request: Any) -> tuple[list[str], Any]:
    shown, token = pages.page(entries, str, request, LIST, newest_first)
    return shown, token.get("nextToken")


@given(st.sets(st.text("abc", min_size=1, max_size=4)), st.integers(1, 5), st.booleans())
def test_all_of_them_are_shown_once_in_order(
    entries: set[str], size: int, newest_first: bool
) -> None:
    shown: list[str] = []
    request: dict[str, Any] = {"maxResults": size}
    while True:
        some, token = page(list(entries), newest_first, **request)
        assert len(some) <= size
        shown += some
        if token is None:
            break
        request["nextToken"] = token
    assert shown == sorted(entries, reverse=newest_first)


def test_a_token_outlives_its_entry() -> None:
    _, token = page(["a", "b", "c"], maxResults=2)
    assert page(["a", "c"], nextToken=token) == (["c"], None)
    _, token = page(["a", "b", "c"], newest_first=True, maxResults=2)
    assert page(["a", "c"], newest_first=True, nextToken=token) == (["a"], None)


def test_zero_is_the_default() -> None:
    entries = [f"{number:03d}" for number in range(150)]
    assert len(page(entries, maxResults=0)[0]) == len(page(entries)[0]) == 100


@pytest.mark.parametrize(
    "token",
    [
        "abc",
        "/w==",
        base64.b64encode(b"3").decode(),
        base64.b64encode(json.dumps([LIST, 3]).encode()).decode(),
        pages.token(["another", "list"], "a"),
    ],
)
def test_a_token_of_another_list_is_refused(token: str) -> None:
    with pytest.raises(Refusal) as caught:
        page(["a"], nextToken=token)
    assert str(caught.value) == "InvalidToken: Invalid Token: 'Invalid token'"


def test_times_sort_as_texts() -> None:
    moments = [0.5, 9.0, 10.0, 1e9, 1.7e9, 1.7e9 + 1e-6]
    keys = [pages.by_time(moment, "arn") for moment in moments]
    assert keys == sorted(set(keys))
