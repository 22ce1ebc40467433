"""How the user's code comes into its folder."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from localaws.images.aws.script_mode.errors import ClientError
from localaws.images.aws.script_mode.source import fetch

IN_S3 = "s3://bucket/job/source/sourcedir.tar.gz"


def archive(**members: str) -> bytes:
    """Members by name; ``/`` in place of ``__``."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as opened:
        for name, content in members.items():
            member = tarfile.TarInfo(name.replace("__", "/"))
            member.size = len(content)
            opened.addfile(member, io.BytesIO(content.encode()))
    return packed.getvalue()


def from_s3(content: bytes, folder: Path) -> list[tuple[str, str]]:
    """Fetch it; what was asked for."""
    asked = []

    def download(bucket: str, key: str, target: Path) -> None:
        asked.append((bucket, key))
        target.write_bytes(content)

    fetch(IN_S3, folder, download)
    return asked


def none(bucket: str, key: str, target: Path) -> None:
    raise AssertionError("nothing is downloaded")


def test_an_archive_in_s3_is_unpacked(tmp_path: Path) -> None:
    code = tmp_path / "code"
    assert from_s3(archive(train="1", lib__a="2"), code) == [
        ("bucket", "job/source/sourcedir.tar.gz")
    ]
    assert (code / "lib/a").read_text() == "2"


def test_code_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("mine")
    fetch(IN_S3, tmp_path, none)
    assert (tmp_path / "train.py").read_text() == "mine"


def test_a_folder_is_copied(tmp_path: Path) -> None:
    source, code = tmp_path / "source", tmp_path / "code"
    source.mkdir()
    (source / "train.py").write_text("1")
    fetch(str(source), code, none)
    assert (code / "train.py").read_text() == "1"


def test_the_folder_of_the_code_itself_stays_as_it_is(tmp_path: Path) -> None:
    fetch(str(tmp_path), tmp_path, none)
    assert list(tmp_path.iterdir()) == []


def test_a_member_that_climbs_out_is_put_inside(tmp_path: Path) -> None:
    code = tmp_path / "code"
    from_s3(archive(**{"..__..__evil": "1", "__absolute": "2"}), code)
    assert sorted(path.name for path in code.iterdir()) == ["absolute", "evil"]
    assert list(tmp_path.iterdir()) == [code]


def test_a_link_out_is_left_out(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as opened:
        link = tarfile.TarInfo("out")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        opened.addfile(link)
    from_s3(packed.getvalue(), tmp_path / "code")
    assert list((tmp_path / "code").iterdir()) == []


@pytest.mark.parametrize("content", [b"no archive", archive(train="1" * 9999)[:40]])
def test_what_is_no_whole_archive_is_said_with_its_place(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ClientError, match=IN_S3):
        from_s3(content, tmp_path / "code")


def test_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClientError, match="no /nowhere to take the code from"):
        fetch("/nowhere", tmp_path / "code", none)
