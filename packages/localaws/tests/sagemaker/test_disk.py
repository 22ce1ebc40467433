"""How full an instance's disk is: what its containers' folders take, of the size that was asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from localaws.sagemaker.disk import Disk

BLOCKS = 1 << 20  # bytes, of which no file system takes a part only


def filled(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(BLOCKS))
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return path


def test_the_files_of_all_containers_are_counted(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    filled(first, "model/deep/weights")
    filled(second, "model/weights")
    used = Disk([first, second], 8 * BLOCKS).utilization()
    assert used == pytest.approx(25, abs=1)


def test_a_link_takes_nothing_of_what_it_leads_to(tmp_path: Path) -> None:
    outside = filled(tmp_path / "outside", "data")
    own = tmp_path / "own"
    own.mkdir()
    (own / "link").symlink_to(outside)
    (own / "folder").symlink_to(outside.parent)
    assert Disk([own], 8 * BLOCKS).utilization() == pytest.approx(0, abs=0.5)


def test_a_folder_that_has_gone_takes_nothing(tmp_path: Path) -> None:
    assert Disk([tmp_path / "gone"], BLOCKS).utilization() == 0


def test_what_takes_too_long_to_look_at_is_not_measured(tmp_path: Path) -> None:
    filled(tmp_path, "data")
    assert Disk([tmp_path], BLOCKS).utilization(patience=-1) is None
