"""The server's clock: it tells the time, calls whoever is due, and is moved."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from localaws.clock import Clock

HOUR = 3600.0
SOON = 20.0  # seconds within which a thread of a busy machine gets its turn


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    yield clock
    clock.close()


def test_it_is_the_machines_until_it_is_moved(clock: Clock) -> None:
    assert clock.seconds() == pytest.approx(time.time(), abs=1)
    clock.move(HOUR)
    assert clock.seconds() == pytest.approx(time.time() + HOUR, abs=1)
    assert (clock.now() - datetime.now(UTC)).total_seconds() == pytest.approx(HOUR, abs=1)
    assert clock.moved == HOUR


def test_whoever_is_due_is_called_when_time_has_passed(clock: Clock) -> None:
    called = threading.Event()
    clock.after(0.01, called.set)
    assert called.wait(SOON)


def test_a_move_calls_those_that_are_due_by_then_in_their_order_and_nobody_else(
    clock: Clock,
) -> None:
    called: list[str] = []
    for hours, name in ((3, "third"), (1, "first"), (2, "second"), (5, "later")):
        clock.after(hours * HOUR, lambda name=name: called.append(name))  # type: ignore[misc]
    clock.move(4 * HOUR)
    assert called == ["first", "second", "third"]


def test_what_happened_before_a_move_is_told_before_it(clock: Clock) -> None:
    told: list[str] = []
    clock.before_moving(lambda: told.append(f"{clock.moved:.0f} s before"))
    clock.after(HOUR, lambda: told.append("due"))
    clock.move(2 * HOUR)
    clock.move(HOUR)
    assert told == ["0 s before", "due", "7200 s before"]


def test_those_of_one_moment_are_called_as_they_came(clock: Clock) -> None:
    called: list[int] = []
    moment = clock.seconds() + HOUR
    for number in range(5):
        clock.at(moment, lambda number=number: called.append(number))  # type: ignore[misc]
    clock.move(2 * HOUR)
    assert called == [0, 1, 2, 3, 4]


def test_a_moment_that_has_passed_is_due_at_once(clock: Clock) -> None:
    called = threading.Event()
    clock.at(0, called.set)
    assert called.wait(SOON)


def test_one_that_is_cancelled_is_not_called(clock: Clock) -> None:
    called: list[str] = []
    cancelled = clock.after(HOUR, lambda: called.append("cancelled"))
    clock.after(HOUR, lambda: called.append("other"))
    cancelled.cancel()
    cancelled.cancel()
    clock.move(2 * HOUR)
    assert called == ["other"]


def test_what_is_cancelled_takes_no_room_for_long(clock: Clock) -> None:
    called: list[str] = []
    clock.after(HOUR, lambda: called.append("other"))
    for _ in range(5000):
        clock.after(24 * HOUR, lambda: called.append("cancelled")).cancel()
    assert len(clock._due) < 2500
    clock.move(48 * HOUR)
    assert called == ["other"]


def test_one_that_fails_is_logged_and_keeps_no_other(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    called: list[str] = []

    def fail() -> None:
        raise RuntimeError("no luck")

    clock.after(HOUR, fail)
    clock.after(2 * HOUR, lambda: called.append("next"))
    clock.move(3 * HOUR)
    assert called == ["next"]
    assert "no luck" in caplog.text


def test_whoever_waits_anew_counts_from_the_new_time(clock: Clock) -> None:
    called: list[int] = []

    def again() -> None:
        called.append(1)
        clock.after(HOUR, again)

    clock.after(HOUR, again)
    clock.move(5 * HOUR)
    assert len(called) == 1
    clock.move(HOUR)
    assert len(called) == 2


def test_whoever_is_called_may_move_it(clock: Clock) -> None:
    called = threading.Event()
    clock.after(2 * HOUR, called.set)
    clock.after(0, lambda: clock.move(3 * HOUR))
    assert called.wait(SOON)


@pytest.mark.parametrize("seconds", [-1, -0.001, float("nan"), float("inf"), 1e12])
def test_it_runs_neither_backwards_nor_out_of_the_calendar(clock: Clock, seconds: float) -> None:
    with pytest.raises(ValueError, match="forwards"):
        clock.move(seconds)
    assert clock.moved == 0


def test_once_closed_it_calls_nobody(clock: Clock) -> None:
    called: list[str] = []
    clock.after(HOUR, lambda: called.append("late"))
    clock.close()
    clock.move(2 * HOUR)
    clock.at(0, lambda: called.append("later"))
    clock.close()
    assert called == []


def test_it_has_no_thread_while_nobody_waits(clock: Clock) -> None:
    clock.move(HOUR)
    assert clock._thread is None


@given(some.lists(some.floats(0, 1000), max_size=20), some.lists(some.floats(0, 300), max_size=8))
def test_everybody_is_called_once_and_never_early(waits: list[float], moves: list[float]) -> None:
    clock = Clock()
    called: list[float] = []
    began = clock.seconds()

    def call(moment: float) -> None:
        assert clock.seconds() >= moment
        called.append(moment)

    try:
        for wait in waits:
            clock.at(began + wait, lambda moment=began + wait: call(moment))  # type: ignore[misc]
        for by in moves:
            before = clock.seconds()
            clock.move(by)
            assert {began + wait for wait in waits if began + wait <= before + by} <= set(called)
        clock.move(2000)
    finally:
        clock.close()
    assert sorted(called) == sorted(began + wait for wait in waits)
