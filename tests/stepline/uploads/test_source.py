"""What is uploaded of a person's disk, and what is refused before anything is changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stepline.errors import UserError
from stepline.uploads import source
from stepline.uploads.source import described, files_under, fingerprint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.conll").write_text("a")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.conll").write_text("b")
    (tmp_path / ".hidden").write_text("c")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "d").write_text("d")
    return tmp_path


def test_a_folder_is_its_files_by_relative_name_without_hidden_ones(folder: Path) -> None:
    assert list(files_under(folder)) == ["a.conll", "deep/b.conll"]


def test_a_file_is_itself(folder: Path) -> None:
    assert list(files_under(folder / "a.conll")) == ["a.conll"]


def test_a_file_is_known_by_what_is_in_it(folder: Path) -> None:
    found = described(files_under(folder))["a.conll"]
    assert (found.size, found.sha256) == (1, fingerprint(folder / "a.conll"))


def test_a_link_that_is_named_is_what_it_leads_to(folder: Path) -> None:
    (folder.parent / "link").unlink(missing_ok=True)
    (folder.parent / "link").symlink_to(folder)
    assert list(files_under(folder.parent / "link")) == ["a.conll", "deep/b.conll"]


@pytest.mark.parametrize("target", ["a.conll", "deep", "nowhere", ".."])
def test_a_link_within_a_folder_is_refused(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(target)
    with pytest.raises(UserError, match=r"link is a symbolic link, .* what it leads to: " + target):
        files_under(folder)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"There is no file or folder .*nowhere"):
        files_under(tmp_path / "nowhere")
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(UserError, match="link is a symbolic link to nothing"):
        files_under(tmp_path / "link")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UserError, match=r"loop cannot be read: .*symbolic links"):
        files_under(tmp_path / "loop")
    with pytest.raises(UserError, match="cannot be read: embedded null byte"):
        files_under(Path("a\0b"))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="holds no file"):
        files_under(tmp_path)


def test_a_device_or_a_pipe_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="/dev/null is neither a file nor a folder"):
        files_under(Path("/dev/null"))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="pipe is neither a file nor a folder"):
        files_under(tmp_path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST", 3)
    for number in range(4):
        (tmp_path / str(number)).touch()
    with pytest.raises(UserError, match="holds more than 3 files"):
        files_under(tmp_path)


@pytest.mark.parametrize("name", ["a\nb", "a\x1bb", "a\x7fb", os.fsdecode(b"a\xffb")])
def test_a_name_that_is_no_key_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(UserError, match="a character in its name that a key in S3 cannot have"):
        files_under(tmp_path)


@pytest.mark.parametrize("name", ["日本　語.conll", "a b.csv", "50 %&+=?#.csv"])
def test_any_other_name_is_a_key(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert list(files_under(tmp_path)) == [name]


def test_a_name_longer_than_a_key_is_refused(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d" * 250] * 4)
    deep.mkdir(parents=True)
    (deep / "file").touch()
    with pytest.raises(UserError, match="longer than the 1,000 bytes"):
        files_under(tmp_path)


def test_what_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = files_under(folder)
    (folder / "a.conll").unlink()
    with pytest.raises(UserError, match=r"a\.conll cannot be read: No such file"):
        described(files)

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(UserError, match=r"The folder .* cannot be read: Permission denied"):
        files_under(folder)
