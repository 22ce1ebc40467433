"""When a batch goes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from localaws.functions.execution.failures import LARGEST_REQUEST
from localaws.functions.sources.gathering import Gathered

MIB = 1 << 20


def message(number: int) -> dict[str, Any]:
    return {"MessageId": str(number)}


def test_without_a_window_it_goes_when_the_queue_has_no_more() -> None:
    gathered = Gathered(10, 0)
    gathered.add(message(1), 10, now=5.0)
    assert not gathered.is_ready(5.0, is_last=False)
    assert gathered.is_ready(5.0, is_last=True)


def test_with_a_window_it_goes_when_that_is_over() -> None:
    gathered = Gathered(10, 20)
    gathered.add(message(1), 10, now=5.0)
    assert not gathered.is_ready(24.9, is_last=True)
    assert gathered.is_ready(25.0, is_last=False)


def test_a_whole_batch_goes_at_once() -> None:
    gathered = Gathered(2, 300)
    gathered.add(message(1), 10, now=5.0)
    assert gathered.room == 1
    gathered.add(message(2), 10, now=6.0)
    assert gathered.room == 0
    assert gathered.is_ready(6.0, is_last=False)
    assert gathered.take() == [message(1), message(2)]
    assert gathered.until is None


def test_an_event_is_never_larger_than_lambda_takes() -> None:
    gathered = Gathered(100, 300)
    for number in range(8):
        gathered.add(message(number), MIB, now=0.0)
    assert gathered.is_ready(0.0, is_last=False)
    assert len(gathered.take()) == 5
    assert not gathered.is_ready(0.0, is_last=False)
    assert len(gathered.take()) == 3


@given(st.lists(st.integers(1, 3 * MIB), min_size=1, max_size=20), st.integers(1, 20))
def test_everything_goes_once_and_in_order(sizes: list[int], most: int) -> None:
    gathered = Gathered(most, 0)
    for number, size in enumerate(sizes):
        gathered.add(message(number), size, now=0.0)
    taken = []
    while part := gathered.take():
        total = sum(sizes[int(each["MessageId"])] for each in part)
        assert len(part) <= most
        assert total <= LARGEST_REQUEST
        taken += part
    assert taken == [message(number) for number in range(len(sizes))]
    assert gathered.room == most
