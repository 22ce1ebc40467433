"""How long a container is waited for, and what is said of one that never was healthy."""

from __future__ import annotations

import threading
from typing import Any, cast

import pytest

from localaws.runtime.health import Cancelled, NotHealthy, wait_until_healthy
from localaws.runtime.protocol import Handle, NotServing, Response


class Pinged:
    """A container that gives these to its pings, the last one again, and ends after so many."""

    def __init__(self, *given: int | Exception, ends_after: int | None = None) -> None:
        self.given = given
        self.asked: list[tuple[Any, ...]] = []
        self._ends_after = ends_after

    def request(self, *asked: Any) -> Response:
        self.asked.append(asked)
        given = self.given[min(len(self.asked), len(self.given)) - 1]
        if isinstance(given, Exception):
            raise given
        return Response(given, {}, b"")

    def wait(self, timeout: float) -> int | None:
        return 3 if len(self.asked) == self._ends_after else None


def wait(container: Pinged, *cancelled: threading.Event, timeout: float = 0.0) -> None:
    wait_until_healthy(cast(Handle, container), timeout, *cancelled)


def test_it_is_asked_until_it_says_200() -> None:
    container = Pinged(NotServing(), TimeoutError(), 503, 200, 500)
    wait(container, timeout=60)
    assert container.asked == [("GET", "/ping", {}, b"", 2.0)] * 4


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([NotServing()], "it did not accept a connection"),
        ([201], "the last answer was HTTP 201"),
        ([TimeoutError()], "the last attempt had no answer within 2 seconds"),
        ([503, NotServing()], "the last answer was HTTP 503"),
    ],
)
def test_what_was_heard_last_is_told(given: list[int | Exception], said: str) -> None:
    with pytest.raises(NotHealthy, match=f"{said}, for 0.001 seconds"):
        wait(Pinged(*given), timeout=0.001)


def test_one_that_ends_is_not_waited_for() -> None:
    container = Pinged(503, ends_after=2)
    with pytest.raises(NotHealthy, match="it ended with exit code 3 before it answered"):
        wait(container, timeout=60)


def test_any_of_the_events_gives_the_wait_up_before_anything_is_asked() -> None:
    never, now = threading.Event(), threading.Event()
    now.set()
    container = Pinged(200)
    with pytest.raises(Cancelled):
        wait(container, never, now)
    assert not container.asked
