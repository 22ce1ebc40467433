"""Where paths of a container lead, and when an image's tree cannot simply lie over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.runtime.inside.layout import _hides_a_link, graft, within


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "root"
    (made / "usr/bin").mkdir(parents=True)
    (made / "bin").symlink_to("usr/bin")
    (made / "usr/absolute").symlink_to("/usr/bin")
    (made / "up").symlink_to("../../../usr")
    (made / "loop").symlink_to("loop")
    return made


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/usr/bin/x", "/usr/bin/x"),
        ("/bin/x", "/usr/bin/x"),
        ("/usr/absolute/x", "/usr/bin/x"),
        ("/up/bin", "/usr/bin"),
        ("/usr/../../bin", "/usr/bin"),
        ("/bin", "/usr/bin"),
    ],
)
def test_links_never_lead_out_of_the_root(root: Path, path: str, leads: str) -> None:
    assert within(str(root), path) == leads


def test_the_last_link_is_followed_only_where_that_is_asked(root: Path) -> None:
    assert within(str(root), "/bin", last=False) == "/bin"
    assert within(str(root), "/bin/x", last=False) == "/usr/bin/x"


def test_a_link_to_itself_comes_to_an_end(root: Path) -> None:
    within(str(root), "/loop/x")


def test_a_tree_is_copied_through_links_and_replaces_files(root: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "bin").mkdir(parents=True)
    (tree / "bin/tool").write_text("image")
    (tree / "bin/tool").chmod(0o755)
    (tree / "new").mkdir()
    (tree / "new/link").symlink_to("/bin/tool")
    (root / "usr/bin/tool").write_text("machine")
    graft(str(tree), str(root))
    assert (root / "bin").is_symlink()
    assert (root / "usr/bin/tool").read_text() == "image"
    assert (root / "usr/bin/tool").stat().st_mode & 0o777 == 0o755
    assert (root / "new/link").readlink() == Path("/bin/tool")


@pytest.mark.parametrize(
    ("folder", "hides"), [("bin", True), ("usr/bin", False), ("other", False), ("opt/bin", True)]
)
def test_a_folder_over_a_link_hides_it(
    root: Path, tmp_path: Path, folder: str, hides: bool
) -> None:
    (root / "opt").mkdir()
    (root / "opt/bin").symlink_to("../usr/bin")
    (tmp_path / "tree" / folder).mkdir(parents=True)
    assert _hides_a_link(str(tmp_path / "tree"), [str(root)]) is hides
