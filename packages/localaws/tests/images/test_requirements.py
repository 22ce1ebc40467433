"""What ``pip install`` reads of an image's tree: set aside as it is at that step, and in the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.images.package_command import PipInstall
from localaws.images.requirements import prepare


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    (folder / "app/more").mkdir(parents=True)
    (folder / "app/r.txt").write_text("-r more/base.txt\nsix\n")
    (folder / "app/more/base.txt").write_text("attrs\n-r ../../../outside.txt\n")
    (folder / "app/x.whl").write_text("wheel")
    return folder


@pytest.mark.parametrize(
    ("written", "ready"),
    [
        (["-r", "r.txt"], ["-r", "{aside}/app/r.txt"]),
        (["-rr.txt"], ["-r{aside}/app/r.txt"]),
        (["--requirement=/app/r.txt"], ["--requirement={aside}/app/r.txt"]),
        (["./x.whl"], ["{aside}/app/x.whl"]),
        (["x.whl[extra]"], ["x.whl[extra]"]),
        (["./more[extra]"], ["{aside}/app/more[extra]"]),
        (["more"], ["more"]),  # a package of that name, as pip reads it
        (["-r", "lacking.txt", "six"], ["-r", "lacking.txt", "six"]),
    ],
)
def test_paths_become_those_of_the_copy(
    tree: Path, tmp_path: Path, written: list[str], ready: list[str]
) -> None:
    aside = tmp_path / "aside"
    install = prepare(PipInstall(tuple(written), "/app"), tree, aside)
    assert install.arguments == tuple(word.format(aside=aside) for word in ready)
    assert install.written == tuple(written)
    assert bool(install.contents) is (written != ready)


def test_a_requirements_file_brings_those_that_it_names(tree: Path, tmp_path: Path) -> None:
    aside = tmp_path / "aside"
    step = PipInstall(("-r", "r.txt"), "/app")
    install = prepare(step, tree, aside)
    assert (aside / "app/more/base.txt").read_text().startswith("attrs")
    assert len(install.contents) == 2
    (tree / "app/more/base.txt").write_text("attrs>1\n")
    assert prepare(step, tree, tmp_path / "again").contents != install.contents
