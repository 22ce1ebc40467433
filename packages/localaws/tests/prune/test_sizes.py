"""How much space there is, as du counts it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from localaws.prune import sizes


def file(path: Path, size: int = 100_000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(size))
    return path


def du(*paths: Path) -> int:
    found = subprocess.run(
        ["du", "-s", "-c", "-B1", *map(str, paths)], capture_output=True, text=True, check=True
    )
    return int(found.stdout.splitlines()[-1].split()[0])


def test_a_file_with_several_names_counts_once(tmp_path: Path) -> None:
    one = file(tmp_path / "a" / "deep" / "file")
    (tmp_path / "a" / "second").hardlink_to(one)
    (tmp_path / "a" / "link").symlink_to("/usr")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "third").hardlink_to(one)
    folders = (tmp_path / "a", tmp_path / "b")
    assert sizes.taken(folders) == sizes.freed(folders) == du(*folders)


def test_a_file_with_a_name_elsewhere_is_not_freed(tmp_path: Path) -> None:
    one = file(tmp_path / "a" / "file")
    (tmp_path / "elsewhere").hardlink_to(one)
    assert sizes.freed([tmp_path / "a"]) == sizes.taken([tmp_path / "a"]) - du(one)


def test_what_has_gone_takes_nothing(tmp_path: Path) -> None:
    assert sizes.taken([tmp_path / "nowhere"]) == 0


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (4096, "4.1 kB"),
        (310_400_000, "310 MB"),
        (1_900_000_000, "1.9 GB"),
    ],
)
def test_a_size_is_readable(size: int, text: str) -> None:
    assert sizes.readable(size) == text
