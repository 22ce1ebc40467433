"""What takes its time is waited for, but not for ever."""

from __future__ import annotations

import pytest

from stepline.errors import UserError
from stepline.removal import waiting
from stepline.removal.waiting import until


def test_it_gives_the_first_thing_that_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting.time, "sleep", lambda _: None)
    looks = iter(["", "", "DELETE_COMPLETE"])
    assert until(lambda: next(looks), "the stack") == "DELETE_COMPLETE"


def test_it_gives_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MINUTES", 0)
    with pytest.raises(UserError, match="the stack has not ended within 0 minutes"):
        until(lambda: False, "the stack")
