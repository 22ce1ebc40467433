"""A lock is one process's at a time, and its file tells people whose."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stepline import locks


def test_a_lock_that_is_held_names_its_holder(tmp_path: Path) -> None:
    lock = tmp_path / "new" / "run.lock"
    with locks.held(lock), pytest.raises(locks.Held) as held, locks.held(lock):
        pass
    assert held.value.holder == str(os.getpid())
    with locks.held(lock):
        assert locks.holder(lock) == str(os.getpid())


def test_a_shorter_number_leaves_nothing_of_the_one_before(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    lock.write_text("9" * 30)
    with locks.held(lock):
        assert locks.holder(lock) == str(os.getpid())


@pytest.mark.parametrize("content", [b"", b"\xff\0", b"12a", b"-1"])
def test_what_is_no_number_is_nobody(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "run.lock").write_bytes(content)
    assert locks.holder(tmp_path / "run.lock") is None
    assert locks.holder(tmp_path / "nowhere") is None
