"""Work that waits on the clock, and holds nothing meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from localaws.clock import Clock
from localaws.hosting.deployments.progress import Progress

from ...hosting.conftest import eventually


def test_between_two_pieces_time_passes_and_no_thread_is_held() -> None:
    clock, done = Clock(), list[str]()

    def work() -> Iterator[float]:
        done.append("first")
        yield 600
        done.append("second")

    progress = Progress("rolling along", work, clock)
    progress.start()
    eventually(lambda: done == ["first"])
    eventually(lambda: not [t for t in threading.enumerate() if t.name == "rolling along"])
    clock.move(599)
    assert done == ["first"]
    clock.move(2)
    progress.join()
    assert done == ["first", "second"]
    clock.close()


def test_who_is_hurried_waits_no_more() -> None:
    clock, done = Clock(), list[int]()

    def work() -> Iterator[float]:
        for number in range(3):
            done.append(number)
            yield 600

    progress = Progress("hurried", work, clock)
    progress.start()
    eventually(lambda: bool(done))
    progress.hurry()
    progress.join()
    assert done == [0, 1, 2]
    clock.close()


def test_work_may_wait_for_nothing() -> None:
    clock, done = Clock(), list[str]()
    progress = Progress("plain", lambda: done.append("it"), clock)
    progress.start()
    progress.join()
    assert done == ["it"]
