"""Who changes a stack waits for its end, unless somebody else is waited for."""

from __future__ import annotations

import threading

import pytest

from localaws.cloudformation import background


def test_the_result_is_that_of_the_work() -> None:
    assert background.run(lambda: 1, meanwhile=lambda: 2) == 1


def test_its_error_is_that_of_the_work() -> None:
    with pytest.raises(ValueError, match="no"):
        background.run(lambda: int("no"), meanwhile=lambda: 2)


def test_work_that_lets_go_goes_on() -> None:
    go, gone = threading.Event(), threading.Event()

    def work() -> int:
        background.let_go()
        assert go.wait(5)
        gone.set()
        return 1

    assert background.run(work, meanwhile=lambda: 2) == 2
    assert not gone.is_set()
    go.set()
    assert gone.wait(5)


def test_outside_of_any_work_there_is_nobody_to_let_go() -> None:
    background.let_go()
