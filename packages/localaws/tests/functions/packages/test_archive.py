"""A zip of unknown origin writes into its folder and nowhere else."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from localaws.functions.packages.archive import BadPackage, check, extensions, size, unpack

LINK = (stat.S_IFLNK | 0o777) << 16
MOST = 1 << 20


def zipped(**files: str | tuple[str, int]) -> bytes:
    """A zip of files by name (``__`` for a slash); with a mode where one is given."""
    return of({name.replace("__", "/"): content for name, content in files.items()})


def of(files: dict[str, str | tuple[str, int]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            text, mode = content if isinstance(content, tuple) else (content, 0)
            member = zipfile.ZipInfo(name)
            member.external_attr = mode
            archive.writestr(member, text)
    return out.getvalue()


def test_files_folders_and_run_bits_are_unpacked(tmp_path: Path) -> None:
    content = of({"app.py": "x", "deep/er/file": "y", "empty/": "", "run": ("#!", 0o100755 << 16)})
    assert unpack(content, tmp_path / "to", MOST) == 4
    assert (tmp_path / "to/deep/er/file").read_text() == "y"
    assert (tmp_path / "to/empty").is_dir()
    assert os.access(tmp_path / "to/run", os.X_OK)
    assert not os.access(tmp_path / "to/app.py", os.X_OK)


def test_a_later_layer_replaces_a_file_of_an_earlier_one(tmp_path: Path) -> None:
    unpack(zipped(a="one"), tmp_path, MOST)
    unpack(zipped(a="two"), tmp_path, MOST)
    assert (tmp_path / "a").read_text() == "two"


@pytest.mark.parametrize(
    "name", ["../out", "a/../../out", "/out", "..\\out", "a\\..\\..\\out", ".."]
)
def test_a_name_that_climbs_out_has_the_zip_refused_by_it(tmp_path: Path, name: str) -> None:
    content = of({"good": "x", name: "y"})
    with pytest.raises(BadPackage) as refused:
        unpack(content, tmp_path / "to", MOST)
    assert repr(name) in str(refused.value)
    assert list(tmp_path.iterdir()) == [tmp_path / "to"]
    assert not (tmp_path / "to/good").exists()
    with pytest.raises(BadPackage):
        check(content)


@pytest.mark.parametrize("target", ["../../out", "/etc/passwd", "/etc"])
def test_a_link_that_leads_out_is_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(BadPackage, match="'link' leads out"):
        unpack(of({"link": (target, LINK)}), tmp_path / "to", MOST)


def test_a_file_behind_a_link_that_was_there_before_is_refused(tmp_path: Path) -> None:
    (tmp_path / "to").mkdir()
    (tmp_path / "to/link").symlink_to(tmp_path)
    with pytest.raises(BadPackage, match="leads out"):
        unpack(of({"link/file": "x"}), tmp_path / "to", MOST)
    assert not (tmp_path / "file").exists()


def test_a_link_inside_stays_one(tmp_path: Path) -> None:
    unpack(of({"real": "x", "deep/link": ("../real", LINK)}), tmp_path / "to", MOST)
    assert (tmp_path / "to/deep/link").is_symlink()
    assert (tmp_path / "to/deep/link").read_text() == "x"


def test_more_than_a_function_may_have_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(BadPackage, match="more in it"):
        unpack(zipped(a="x" * 600, b="x" * 600), tmp_path, 1000)


@pytest.mark.parametrize("content", [b"", b"no zip", zipped(a="x")[:-10]])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadPackage, match="Could not unzip uploaded file"):
        unpack(content, tmp_path, MOST)


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    content = zipped(a="abcdefgh").replace(b"abcdefgh", b"abcdefgx", 1)
    with pytest.raises(BadPackage, match="CRC"):
        unpack(content, tmp_path, MOST)


def test_a_file_where_a_folder_is_to_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPackage):
        unpack(of({"a": "x", "a/b": "y"}), tmp_path, MOST)


@pytest.mark.parametrize("names", [("a", "a/b"), ("n" * 300,)])
def test_no_folder_of_this_machine_is_named(tmp_path: Path, names: tuple[str, ...]) -> None:
    files: dict[str, str | tuple[str, int]] = dict.fromkeys(names, "x")
    content = of(files)
    with pytest.raises(BadPackage, match=r"^Could not unzip uploaded file: ") as refused:
        unpack(content, tmp_path / "t", MOST)
    assert str(tmp_path) not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_what_is_encrypted_is_refused_before_it_is_unpacked() -> None:
    content = bytearray(zipped(a="x"))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BadPackage, match="member 'a' is encrypted"):
        check(bytes(content))


def test_its_size_is_that_of_what_is_in_it() -> None:
    assert size(zipped(a="x" * 600, b="y")) == 601


def test_extensions_are_the_files_right_below_their_folder() -> None:
    layer = of({"extensions/": "", "extensions/watch": "x", "extensions/a/b": "", "python/x": ""})
    assert extensions(layer) == ("watch",)
    assert extensions(of({"python/extensions/x.py": ""})) == ()
