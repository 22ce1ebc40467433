"""An artifact is read by the Python of any image, also one whose tarfile has no filters."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from evaluating.archive import FILE, unpacked
from evaluating.problems import Unusable


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    (tmp_path / "weights").write_text("0.5")
    with tarfile.open(tmp_path / FILE, "w:gz") as archive:
        archive.add(tmp_path / "weights", "weights")
    (tmp_path / "weights").unlink()
    return tmp_path


def test_what_is_in_the_archive_is_there_as_long_as_it_is_needed(packed: Path) -> None:
    with unpacked(packed) as folder:
        assert (folder / "weights").read_text() == "0.5"
    assert not folder.exists()


def test_a_python_without_filters_unpacks_it_as_well(
    packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    with unpacked(packed) as folder:
        assert (folder / "weights").read_text() == "0.5"


def test_where_there_are_filters_nothing_lands_outside(tmp_path: Path) -> None:
    if not hasattr(tarfile, "data_filter"):
        pytest.skip("this Python has no filters")
    with tarfile.open(tmp_path / FILE, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("../outside"))
    with pytest.raises(Unusable, match="outside"), unpacked(tmp_path):
        pass


def test_a_folder_without_an_archive_is_the_model_itself(tmp_path: Path) -> None:
    with unpacked(tmp_path) as folder:
        assert folder == tmp_path


def test_a_broken_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no archive")
    with pytest.raises(Unusable, match=r"model\.tar\.gz cannot be unpacked"), unpacked(tmp_path):
        pass
