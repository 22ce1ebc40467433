"""Who holds a lock, by the kernel's word."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stepline import lock_holder

pytestmark = pytest.mark.skipif(
    not Path("/proc/locks").exists(), reason="only Linux tells who holds a lock"
)
TAKE = """
import fcntl, sys, time
lock = open(sys.argv[1], "a")
fcntl.flock(lock, fcntl.LOCK_SH if "shared" in sys.argv else fcntl.LOCK_EX)
print("taken", flush=True)
time.sleep(60)
"""


@contextmanager
def taken(lock: Path, *how: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", TAKE, str(lock), *how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "taken\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock's file in which a number stands that is no holder's: this very process's."""
    file = tmp_path / "server.lock"
    file.write_text(str(os.getpid()))
    return file


def test_nobody_holds_what_is_not_locked(lock: Path, tmp_path: Path) -> None:
    assert not lock_holder.is_held(lock)
    assert not lock_holder.is_held(tmp_path / "nowhere" / "server.lock")
    with lock_holder.found(lock) as holder:
        assert holder is None


def test_the_holder_is_the_process_that_has_it_and_no_other(lock: Path) -> None:
    with taken(lock) as process, lock_holder.found(lock) as holder:
        assert lock_holder.is_held(lock)
        assert holder is not None
        assert holder.pid == process.pid
        assert not holder.ended(0)


def test_a_lock_is_found_in_a_folder_that_was_moved(lock: Path, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    old = lock.rename(tmp_path / "old" / "server.lock")
    with taken(old) as process:
        old.parent.rename(tmp_path / "new")
        with lock_holder.found(tmp_path / "new" / "server.lock") as holder:
            assert holder is not None
            assert holder.pid == process.pid


def test_a_suspended_holder_is_ended(lock: Path) -> None:
    with taken(lock) as process:
        process.send_signal(signal.SIGSTOP)
        with lock_holder.found(lock) as holder:
            assert holder is not None
            holder.end(signal.SIGTERM)
            assert holder.ended(30)
        assert process.wait(30) == -signal.SIGTERM
    assert not lock_holder.is_held(lock)


def test_who_only_looks_is_no_holder(lock: Path) -> None:
    with taken(lock, "shared"), lock_holder.found(lock) as holder:
        assert holder is None
