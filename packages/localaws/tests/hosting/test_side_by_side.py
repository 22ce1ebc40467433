"""What starts and ends side by side."""

from __future__ import annotations

import threading

import pytest

from localaws.hosting.side_by_side import start_all, stop_all


class Thing:
    """One that starts once all of its barrier do, and says how it ended."""

    def __init__(self, barrier: threading.Barrier, error: Exception | None = None) -> None:
        self._barrier = barrier
        self._error = error
        self.grace: float | None = None
        self.was_given_up = False

    def start(self, cancelled: threading.Event) -> None:
        self._barrier.wait(10)
        if self._error is not None:
            raise self._error
        if self._barrier.parties == 2:
            for _ in range(1000):
                if cancelled.is_set():
                    self.was_given_up = True
                    raise RuntimeError("given up")
                threading.Event().wait(0.01)

    def stop(self, grace: float) -> None:
        self._barrier.wait(10)
        self.grace = grace


def test_they_start_and_stop_at_the_same_time() -> None:
    barrier = threading.Barrier(3)
    things = [Thing(barrier) for _ in range(3)]
    start_all(things, threading.Event(), 1)
    assert [each.grace for each in things] == [None] * 3
    stop_all(things, 7)
    assert [each.grace for each in things] == [7.0] * 3


def test_one_that_fails_takes_the_others_along() -> None:
    barrier = threading.Barrier(2)
    things = [Thing(barrier, ValueError("no")), Thing(barrier)]
    with pytest.raises(ValueError, match="no"):
        start_all(things, threading.Event(), 1)
    assert things[1].was_given_up
    assert [each.grace for each in things] == [1, 1]


def test_nothing_is_soon_started() -> None:
    start_all([], threading.Event(), 1)
