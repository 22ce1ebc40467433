"""How many sandboxes a machine bears."""

from __future__ import annotations

import pytest

from localaws.functions.execution.room import EACH, LEAST, LEFT, Room, most_sandboxes

GIB = 1 << 30


@pytest.mark.parametrize(
    ("memory", "most"), [(0, LEAST), (7 * GIB, 56), (16 * GIB, 128), (1024 * GIB, 1000)]
)
def test_there_is_a_share_of_memory_for_each(memory: int, most: int) -> None:
    assert most_sandboxes(memory) == most


def test_no_more_than_the_machine_bears_are_let_in() -> None:
    room = Room(lambda: 100 * EACH, lambda: 100 * EACH)
    assert room.for_one_more(99)
    assert not room.for_one_more(100)


def test_few_are_let_in_whatever_the_kernel_says_and_no_others() -> None:
    room = Room(lambda: 100 * EACH, lambda: LEFT - 1)
    assert room.for_one_more(LEAST - 1)
    assert not room.for_one_more(LEAST)
