"""Pages neither repeat nor skip an entry, whatever comes and goes between them."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.service_quotas.pages import page

ENTRIES = [{"Name": name} for name in ("c", "a", "d", "b")]


def names(entries: Any) -> list[str]:
    return [entry["Name"] for entry in entries]


def test_pages_follow_each_other_in_the_order_of_the_names() -> None:
    first, token = page(ENTRIES, "Name", {"MaxResults": 3})
    assert names(first) == ["a", "b", "c"]
    rest, end = page(ENTRIES, "Name", {"MaxResults": 3, "NextToken": token})
    assert (names(rest), end) == (["d"], None)


def test_a_last_page_that_is_just_full_has_no_token() -> None:
    assert page(ENTRIES, "Name", {"MaxResults": 4})[1] is None


def test_a_token_outlives_the_entry_that_it_names() -> None:
    _, token = page(ENTRIES, "Name", {"MaxResults": 2})
    left = [entry for entry in ENTRIES if entry["Name"] != "b"]
    assert names(page(left, "Name", {"NextToken": token})[0]) == ["c", "d"]


@pytest.mark.parametrize("token", ["abc", "/w==", base64.b64encode(b"b").decode()])
def test_a_token_of_somebody_elses_is_refused(token: str) -> None:
    with pytest.raises(Refusal, match="InvalidPaginationTokenException"):
        page(ENTRIES, "Name", {"NextToken": token})
