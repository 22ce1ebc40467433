from __future__ import annotations

import threading

from localaws.jobs.tuning.turns import Turns


def test_what_a_step_asks_for_comes_after_it() -> None:
    seen: list[str] = []
    turns = Turns(lambda error: None)

    def first() -> None:
        turns.take(lambda: seen.append("second"))
        seen.append("first")

    turns.take(first)
    assert seen == ["first", "second"]


def test_a_step_that_fails_is_told_and_the_next_is_taken() -> None:
    seen: list[str] = []
    turns = Turns(lambda error: seen.append(str(error)))

    def fails() -> None:
        turns.take(lambda: seen.append("next"))
        raise ValueError("failed")

    turns.take(fails)
    assert seen == ["failed", "next"]


def test_nobody_waits_for_the_step_of_another_thread() -> None:
    seen: list[str] = []
    turns = Turns(lambda error: None)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        assert go_on.wait(10)
        seen.append("slow")

    thread = threading.Thread(target=turns.take, args=(slow,))
    thread.start()
    assert begun.wait(10)
    turns.take(lambda: seen.append(threading.current_thread().name))
    go_on.set()
    thread.join()
    assert seen == ["slow", thread.name]
