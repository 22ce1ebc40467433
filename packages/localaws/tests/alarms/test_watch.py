"""Alarms that are looked at on a clock that is moved."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import pytest

from localaws.alarms.alarm import State
from localaws.alarms.book import Book
from localaws.alarms.state_change import StateChange
from localaws.alarms.watch import Watch, look
from localaws.clock import Clock
from localaws.metrics.metric import MetricStat
from localaws.this_aws.metric_samples import Sample

from .made import alarm, at

SOON = 20.0  # seconds within which a thread of a busy machine gets its turn


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    yield clock
    clock.close()


def test_a_state_that_came_and_went_is_not_missed() -> None:
    changes: list[StateChange] = []
    book = Book(changes.append)
    bell = alarm(value=5)
    book.put(bell)
    start = at("2024-03-16 12:00:00")
    values = [1.0, 9.0, 1.0]

    def published(*_: object) -> Iterable[Sample]:
        return [Sample.of(start + 60 * position, value) for position, value in enumerate(values)]

    look(bell, book, tuple(start + 60 * position for position in (1, 2, 3)), published)
    assert [change.new.state for change in changes] == [State.OK, State.ALARM, State.OK]


def test_the_clock_says_when(clock: Clock) -> None:
    entered = threading.Event()
    book = Book(lambda _: entered.set())
    bell = alarm(value=5)

    def published(_: str, __: str, ___: MetricStat, start: float, ____: float) -> list[Sample]:
        return [Sample.of(start + position, 9.0) for position in range(0, 7200, 30)]

    watch = Watch(clock, published)
    book.put(bell)
    watch.watch(bell, book)
    clock.move(3600)
    assert entered.wait(SOON)
    watch.stop()
    record = book.state("bell")
    assert record
    assert record.state is State.ALARM


def test_a_deleted_alarm_is_looked_at_no_more(clock: Clock) -> None:
    looked = threading.Event()
    book = Book(lambda _: None)
    bell = alarm()

    def published(*_: object) -> list[Sample]:
        looked.set()
        return []

    watch = Watch(clock, published)
    book.put(bell)
    watch.watch(bell, book)
    clock.move(60)
    assert looked.wait(SOON)
    book.delete("bell")
    clock.move(60)
    watch.stop()
    looked.clear()
    clock.move(600)
    assert not looked.is_set()
