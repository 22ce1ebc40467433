"""Two folders have one hash if their files are the same, and only then."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from localaws.images.tree_hash import entries, tree_hash


def fill(folder: Path) -> Path:
    (folder / "a/empty").mkdir(parents=True)
    (folder / "a/one.txt").write_text("1")
    (folder / "b").write_text("2")
    (folder / "link").symlink_to("b")
    return folder


def test_times_stay_out(tmp_path: Path) -> None:
    first, second = fill(tmp_path / "1"), fill(tmp_path / "2")
    os.utime(second / "b", (1, 1))
    assert tree_hash(first) == tree_hash(second)


@pytest.mark.parametrize(
    "change",
    [
        lambda f: (f / "b").write_text("3"),
        lambda f: (f / "b").chmod(0o755),
        lambda f: (f / "b").rename(f / "c"),
        lambda f: (f / "a/empty").rmdir(),
        lambda f: (f / "new").touch(),
        lambda f: [(f / "link").unlink(), (f / "link").write_text("2")],
        lambda f: [(f / "link").unlink(), (f / "link").symlink_to("a")],
    ],
)
def test_everything_else_counts(tmp_path: Path, change: Callable[[Path], object]) -> None:
    folder = fill(tmp_path / "1")
    before = tree_hash(folder)
    change(folder)
    assert tree_hash(folder) != before


def test_what_is_ignored_does_not_count(tmp_path: Path) -> None:
    folder = fill(tmp_path / "1")
    before = tree_hash(folder, lambda path: path == "a/one.txt")
    (folder / "a/one.txt").write_text("other")
    assert tree_hash(folder, lambda path: path == "a/one.txt") == before


def test_a_folder_comes_before_what_is_in_it_and_links_are_not_followed(tmp_path: Path) -> None:
    folder = fill(tmp_path / "1")
    (folder / "loop").symlink_to(folder)
    names = [name for name, _ in entries(folder)]
    assert names == ["a", "a/empty", "a/one.txt", "b", "link", "loop"]
