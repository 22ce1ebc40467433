"""A container's folders are removed, whatever rights a program left them with."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from localaws.runtime.scratch import make_scratch, remove, remove_left_over


@pytest.fixture
def anywhere() -> Iterator[Path]:
    """A folder that an ordinary user can come to, as pytest's own is not."""
    folder = Path(tempfile.mkdtemp(dir="/var/tmp"))
    yield folder
    shutil.rmtree(folder)


def test_folders_without_rights_are_removed(anywhere: Path) -> None:
    scratch = make_scratch(anywhere)
    deep = scratch / "changes" / "0" / "work" / "work" / "incompat"
    deep.mkdir(parents=True)
    (deep / "file").write_text("x")
    (scratch / "link").symlink_to("/nowhere")
    child = os.fork()
    if child == 0:  # as an ordinary user, whom rights hold up
        code = 1
        try:
            if os.getuid() == 0:
                for path in (anywhere, *anywhere.rglob("*")):
                    os.chown(path, 65534, 65534, follow_symlinks=False)
                os.setgid(65534)
                os.setuid(65534)
            for path in (deep, deep.parent, deep.parent.parent):
                path.chmod(0)
            remove(scratch)
            code = int(os.path.lexists(scratch))
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0


def test_only_what_a_dead_server_left_is_removed(tmp_path: Path) -> None:
    mine = make_scratch(tmp_path)
    child = os.fork()
    if child == 0:
        make_scratch(tmp_path)
        os._exit(0)
    os.waitpid(child, 0)
    assert len(list((tmp_path / "containers").iterdir())) == 2
    remove_left_over(tmp_path)
    assert list((tmp_path / "containers").iterdir()) == [mine]


def test_what_is_not_there_is_no_fault(tmp_path: Path) -> None:
    remove(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
