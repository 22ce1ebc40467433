"""A model.tar.gz writes into its folder and nowhere else."""

from __future__ import annotations

import io
import tarfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localaws.sagemaker.archive import BadArchive, extract


def member(
    name: str, kind: bytes = tarfile.REGTYPE, target: str = "", mode: int = 0o644
) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.mode = kind, target, mode
    return made


def archive(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for made, content in members:
            made.size = len(content)
            tar.addfile(made, io.BytesIO(content))
    return path


def test_files_folders_modes_and_links_come_out(tmp_path: Path) -> None:
    made = archive(
        tmp_path / "m.tar.gz",
        (member("./", tarfile.DIRTYPE, mode=0o755), b""),
        (member("./code", tarfile.DIRTYPE, mode=0o755), b""),
        (member("./code/run.sh", mode=0o755), b"#!/bin/sh"),
        (member("./latest", tarfile.SYMTYPE, "code/run.sh"), b""),
        (member("./same", tarfile.LNKTYPE, "code/run.sh"), b""),
    )
    out = tmp_path / "model"
    extract(made, out)
    assert (out / "code/run.sh").stat().st_mode & 0o777 == 0o755
    assert (out / "latest").read_text() == (out / "same").read_text() == "#!/bin/sh"


@pytest.mark.parametrize(
    "members",
    [
        [(member("../evil"), b"x")],
        [(member("/evil"), b"x")],
        [(member("a/../../evil"), b"x")],
        [(member("link", tarfile.SYMTYPE, "/"), b"")],
        [(member("link", tarfile.SYMTYPE, ".."), b"")],
        [(member("hard", tarfile.LNKTYPE, "../evil"), b"")],
        [(member("pipe", tarfile.FIFOTYPE), b"")],
        [
            (member("a", tarfile.SYMTYPE, "b/../evil-folder"), b""),
            (member("b", tarfile.SYMTYPE, "."), b""),
            (member("a/evil"), b"x"),
        ],
    ],
)
def test_what_leads_out_of_the_folder_is_refused(
    tmp_path: Path, members: list[tuple[tarfile.TarInfo, bytes]]
) -> None:
    (tmp_path / "evil-folder").mkdir()
    made = archive(tmp_path / "m.tar.gz", *members)
    with pytest.raises(BadArchive):
        extract(made, tmp_path / "model")
    assert not (tmp_path / "evil").exists()
    assert not list((tmp_path / "evil-folder").iterdir())


def test_what_lies_behind_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    loop = member("b", tarfile.SYMTYPE, "b")
    made = archive(tmp_path / "m.tar.gz", (loop, b""), (member("b/a"), b"x"))
    with pytest.raises(BadArchive):
        extract(made, tmp_path / "model")


def test_a_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    made = archive(tmp_path / "m.tar.gz", (member("weights"), bytes(range(256)) * 400))
    made.write_bytes(made.read_bytes()[:-200])
    with pytest.raises(BadArchive):
        extract(made, tmp_path / "model")


NAMES = st.lists(st.sampled_from(["a", "b", "..", ".", "/", "c"]), min_size=1, max_size=4).map(
    "/".join
)


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            NAMES,
            st.sampled_from([tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE]),
            NAMES,
        ),
        max_size=6,
    )
)
def test_no_archive_writes_outside(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, bytes, str]]
) -> None:
    root = tmp_path_factory.mktemp("archive")
    members = [
        (member(name, kind, target), b"x" if kind == tarfile.REGTYPE else b"")
        for name, kind, target in entries
    ]
    made = archive(root / "m.tar.gz", *members)
    inside = root / "deep" / "model"
    inside.parent.mkdir()
    with suppress(BadArchive):
        extract(made, inside)
    assert sorted(path.name for path in root.iterdir()) == ["deep", "m.tar.gz"]
    assert [path.name for path in inside.parent.iterdir()] == ["model"]


def test_a_hard_link_to_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    made = archive(
        tmp_path / "m.tar.gz",
        (member("a", tarfile.SYMTYPE, "a"), b""),
        (member("b", tarfile.LNKTYPE, "a"), b""),
    )
    with pytest.raises(BadArchive, match=r"leads to itself|symbolic links"):
        extract(made, tmp_path / "model")


def test_a_link_that_a_later_one_turns_outwards_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("secret")
    made = archive(
        tmp_path / "m.tar.gz",
        (member("sub", tarfile.DIRTYPE, mode=0o755), b""),
        (member("sub/a", tarfile.SYMTYPE, "n/../x"), b""),
        (member("sub/n", tarfile.SYMTYPE, ".."), b""),
    )
    with pytest.raises(BadArchive, match="leads out of the model's folder"):
        extract(made, tmp_path / "model")


def test_a_hard_link_does_not_bring_in_what_lies_behind_such_a_link(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("secret")
    made = archive(
        tmp_path / "m.tar.gz",
        (member("sub", tarfile.DIRTYPE, mode=0o755), b""),
        (member("sub/a", tarfile.SYMTYPE, "n/../x"), b""),
        (member("sub/n", tarfile.SYMTYPE, ".."), b""),
        (member("copy", tarfile.LNKTYPE, "sub/a"), b""),
    )
    with pytest.raises(BadArchive, match="copy leads out"):
        extract(made, tmp_path / "model")
    assert not (tmp_path / "model/copy").exists()
