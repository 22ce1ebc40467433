"""The home folder: whatever lies there, it is taken, or a sentence says why not."""

from __future__ import annotations

import fcntl
import resource
import threading
from pathlib import Path

import pytest

from localaws.server.errors import CannotStart
from localaws.server.home import Home, Identity, Record


def record() -> Record:
    return Record(1, 2, "http://localhost:2", "us-east-1", "1", "process", "why", {}, Identity())


def test_no_two_servers_have_an_identity_in_common() -> None:
    one, other = Identity(), Identity()
    assert one.instance != other.instance
    assert one.secret != other.secret
    assert one.secret not in repr(one)


def test_a_folder_in_the_place_of_the_record_is_put_aside_whole(tmp_path: Path) -> None:
    (tmp_path / "server.json").mkdir()
    (tmp_path / "server.json" / "mine").touch()
    home = Home.take(tmp_path)
    home.announce(record())
    assert (tmp_path / "server.json").is_file()
    assert len(list(tmp_path.glob("server.json.*/mine"))) == 1
    home.release()


def test_a_link_in_the_place_of_the_record_is_replaced_and_not_followed(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("untouched")
    (tmp_path / "server.json").symlink_to(mine)
    home = Home.take(tmp_path)
    home.announce(record())
    home.release()
    assert mine.read_text() == "untouched"


@pytest.mark.parametrize(("written", "said"), [(b"4242", "id 4242."), (b"\xff\0x", "id unknown.")])
def test_who_holds_it_is_named_if_a_number_is_written_there(
    tmp_path: Path, written: bytes, said: str
) -> None:
    with (tmp_path / "server.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(written)
        lock.flush()
        with pytest.raises(CannotStart) as refused:
            Home.take(tmp_path)
    assert said in str(refused.value)


def test_a_client_that_only_looks_at_the_lock_keeps_no_server_away(tmp_path: Path) -> None:
    look = (tmp_path / "server.lock").open("w")
    fcntl.flock(look, fcntl.LOCK_SH)
    threading.Timer(0.2, look.close).start()
    Home.take(tmp_path).release()


def test_a_disk_that_takes_no_more_is_a_sentence(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(CannotStart, match=r"cannot be written to \(File too large\)"):
            Home.take(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    Home.take(tmp_path).release()


def test_a_folder_that_went_away_is_a_sentence(tmp_path: Path) -> None:
    home = Home.take(tmp_path / "home")
    (tmp_path / "home" / "server.lock").unlink()
    (tmp_path / "home").rmdir()
    with pytest.raises(CannotStart, match=r"cannot be written to \(No such file"):
        home.announce(record())
