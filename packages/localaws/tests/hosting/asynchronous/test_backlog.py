"""The queue of an asynchronous endpoint."""

from __future__ import annotations

import threading

import pytest

from localaws.clock import Clock
from localaws.hosting.asynchronous.backlog import Backlog

from ..conftest import eventually


class Tasks:
    """Tasks that end when a test says so, and a queue with as much room as it says."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.clock = Clock()
        self.backlog = Backlog(self.clock, lambda: self.room)
        self.told: list[str] = []
        self.running = 0
        self.most = 0
        self._ends = threading.Semaphore(0)
        self._lock = threading.Lock()

    def put(self, name: str, ttl: float = 60) -> None:
        self.backlog.put(Task(self, name, ttl))

    def work(self, name: str) -> None:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
        assert self._ends.acquire(timeout=10)
        with self._lock:
            self.running -= 1
            self.told.append(f"ran {name}")

    def end(self, count: int = 1) -> None:
        for _ in range(count):
            self._ends.release()


class Task:
    def __init__(self, tasks: Tasks, name: str, ttl: float) -> None:
        self.ttl = ttl
        self._tasks, self._name = tasks, name

    def run(self) -> None:
        self._tasks.work(self._name)

    def expire(self) -> None:
        self._tasks.told.append(f"expired {self._name}")

    def drop(self) -> None:
        self._tasks.told.append(f"dropped {self._name}")


def test_no_more_run_at_once_than_there_is_room_for() -> None:
    tasks = Tasks(2)
    for number in range(5):
        tasks.put(str(number))
    eventually(lambda: tasks.running == 2)
    assert tasks.backlog.size == 5
    tasks.end(5)
    eventually(lambda: tasks.backlog.size == 0)
    assert tasks.most == 2
    assert sorted(tasks.told) == [f"ran {number}" for number in range(5)]


def test_one_runs_after_the_other_where_there_is_room_for_one() -> None:
    tasks = Tasks(1)
    for name in "abc":
        tasks.put(name)
    tasks.end(3)
    eventually(lambda: tasks.backlog.size == 0)
    assert tasks.told == ["ran a", "ran b", "ran c"]


def test_without_room_they_wait_by_the_clock_and_hold_no_thread() -> None:
    tasks = Tasks(0)
    before = threading.active_count()
    tasks.put("a", 3600)
    assert threading.active_count() - before <= 1  # the clock's own
    tasks.clock.move(30)
    assert tasks.told == []
    tasks.room = 1
    tasks.end()
    tasks.clock.move(1)
    eventually(lambda: tasks.told == ["ran a"])


def test_what_has_waited_too_long_expires_and_is_never_run() -> None:
    tasks = Tasks(0)
    tasks.put("a", 60)
    tasks.put("b", 120)
    tasks.clock.move(60)
    eventually(lambda: tasks.told == ["expired a"])
    tasks.room = 1
    tasks.end(2)
    tasks.backlog.go_on()
    eventually(lambda: tasks.told == ["expired a", "ran b"])


def test_what_runs_does_not_expire() -> None:
    tasks = Tasks(1)
    tasks.put("a", 60)
    eventually(lambda: tasks.running == 1)
    tasks.clock.move(100)
    tasks.end()
    eventually(lambda: tasks.told == ["ran a"])


def test_what_waits_at_the_end_is_dropped() -> None:
    tasks = Tasks(0)
    tasks.put("a")
    tasks.backlog.close()
    assert tasks.told == ["dropped a"]
    tasks.clock.move(100)
    assert tasks.told == ["dropped a"]


def test_one_that_breaks_takes_nobody_along(caplog: pytest.LogCaptureFixture) -> None:
    tasks = Tasks(1)

    class Broken(Task):
        def run(self) -> None:
            raise ValueError("no")

    tasks.backlog.put(Broken(tasks, "a", 60))
    tasks.put("b")
    tasks.end()
    eventually(lambda: tasks.told == ["ran b"])
    assert "an asynchronous invocation failed" in caplog.text


def test_what_comes_after_the_end_is_dropped_too() -> None:
    tasks = Tasks(room=1)
    tasks.backlog.close()
    tasks.put("late")
    assert tasks.told == ["dropped late"]
    assert tasks.backlog.size == 0
