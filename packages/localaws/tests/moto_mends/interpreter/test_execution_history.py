"""Pages of a history."""

from __future__ import annotations

import pytest
from moto.stepfunctions.exceptions import InvalidToken

from localaws.moto_mends.interpreter.execution_history import paged

EVENTS = [{"id": number} for number in range(1, 1002)]


def test_a_page_has_what_was_asked_for_and_the_token_of_the_next() -> None:
    assert paged(EVENTS[:3], 2, None) == (EVENTS[:2], "2")
    assert paged(EVENTS[:3], 2, "2") == (EVENTS[2:3], None)
    assert paged(EVENTS[:2], 2, None) == (EVENTS[:2], None)
    assert paged([], None, None) == ([], None)


def test_a_page_has_a_thousand_events_where_nothing_was_asked_for() -> None:
    assert paged(EVENTS, None, None) == (EVENTS[:1000], "1000")


@pytest.mark.parametrize("token", ["", "x", "-1", "1.5", "²"])
def test_a_token_that_is_none_of_ours_is_refused(token: str) -> None:
    with pytest.raises(InvalidToken):
        paged(EVENTS, None, token)
