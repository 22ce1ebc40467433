"""One network for many requests: order, turns, failures, the end."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from tagger.batcher import Batcher
from tagger.grouping import Cost

COST = Cost(start=8, most=32)


def echo(windows):
    return [np.array(window) for window in windows]


def test_each_request_gets_its_windows_in_its_order():
    batcher = Batcher(echo, COST)
    requests = [[[number] * length for length in (9, 1, 40, 3)] for number in range(50)]
    responses = [batcher.submit(windows) for windows in requests]
    for windows, answer in zip(requests, responses, strict=True):
        assert [one.tolist() for one in answer.result(10)] == windows
    batcher.close()


def test_a_request_of_no_windows_is_answered_at_once():
    batcher = Batcher(echo, COST)
    assert batcher.submit([]).result(0) == []
    batcher.close()


def test_what_queues_while_the_network_works_shares_a_batch():
    sizes, entered, go_on = [], threading.Event(), threading.Event()

    def slow(windows):
        sizes.append(len(windows))
        entered.set()
        go_on.wait(10)
        return echo(windows)

    batcher = Batcher(slow, COST)
    first = batcher.submit([[1]])
    entered.wait(10)
    rest = [batcher.submit([[2, 2]]) for _ in range(10)]
    go_on.set()
    for answer in (first, *rest):
        answer.result(10)
    batcher.close()
    assert sizes == [1, 10]


def test_a_long_request_does_not_hold_up_a_short_one():
    done = []
    entered, go_on = threading.Event(), threading.Event()

    def slow(windows):
        entered.set()
        go_on.wait(10)
        return echo(windows)

    batcher = Batcher(slow, COST)
    long = batcher.submit([[1] * 8] * 1000)
    entered.wait(10)
    short = batcher.submit([[2] * 8])
    long.add_done_callback(lambda _: done.append("long"))
    short.add_done_callback(lambda _: done.append("short"))
    go_on.set()
    long.result(10)
    batcher.close()
    assert done == ["short", "long"]


def test_a_failing_batch_fails_its_requests_and_no_other():
    def refuses_nines(windows):
        if any(9 in window for window in windows):
            raise ValueError("nine")
        return echo(windows)

    batcher = Batcher(refuses_nines, COST)
    with pytest.raises(ValueError, match="nine"):
        batcher.submit([[9]]).result(10)
    assert batcher.submit([[1]]).result(10)[0].tolist() == [1]
    batcher.close()


def test_closing_answers_what_was_submitted_and_takes_no_more():
    batcher = Batcher(echo, COST)
    responses = [batcher.submit([[number]]) for number in range(20)]
    batcher.close()
    assert all(answer.done() for answer in responses)
    with pytest.raises(RuntimeError):
        batcher.submit([[1]])


def test_two_threads_answer_each_request_with_its_own_windows():
    """Windows of one request may be computed by different threads at the same time."""

    def slow_echo(windows):
        time.sleep(0.001)
        return [np.array(window) for window in windows]

    batcher = Batcher(slow_echo, Cost(start=1, most=4), threads=2)
    requests = [[[number, part] for part in range(9)] for number in range(40)]
    responses = [batcher.submit(windows) for windows in requests]
    for windows, answer in zip(requests, responses, strict=True):
        assert [window.tolist() for window in answer.result(10)] == windows
    batcher.close()
