"""Virtual environments: made once, whole or not at all."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from localaws.images.environments import COMPLETE, Environments
from localaws.images.python_base import find_python

PROGRAM = """
    import sys
    from pathlib import Path
    from localaws.images.environments import Environments
    from localaws.images.python_base import find_python
    print(Environments(Path(sys.argv[1])).ensure(find_python(""), []))
"""


def test_builds_of_one_environment_at_the_same_time_make_it_once(tmp_path: Path) -> None:
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(PROGRAM), str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[4],
        )
        for _ in range(3)
    ]
    responses = [build.communicate(timeout=120) for build in builds]
    assert len({path for path, _ in responses}) == 1
    assert sum("making a Python" in said for _, said in responses) == 1


def test_what_an_interrupted_build_left_is_made_anew(tmp_path: Path) -> None:
    environments = Environments(tmp_path, sys.__stderr__)
    path = environments.ensure(find_python(""), [])
    (path / COMPLETE).unlink()
    (path / "left").write_text("half")
    assert environments.ensure(find_python(""), []) == path
    assert not (path / "left").exists()
    assert (path / COMPLETE).exists()


def test_an_environment_that_was_moved_is_made_anew(tmp_path: Path) -> None:
    first = Environments(tmp_path / "a", sys.__stderr__).ensure(find_python(""), [])
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "environments").rename(tmp_path / "b" / "environments")
    with (tmp_path / "said").open("w") as output:
        moved = Environments(tmp_path / "b", output).ensure(find_python(""), [])
    assert moved.name == first.name
    assert "making a Python" in (tmp_path / "said").read_text()


def test_homes_that_share_the_folder_by_a_link_share_the_environments(tmp_path: Path) -> None:
    first = Environments(tmp_path / "a", sys.__stderr__).ensure(find_python(""), [])
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "environments").symlink_to(tmp_path / "a" / "environments")
    with (tmp_path / "said").open("w") as output:
        assert Environments(tmp_path / "b", output).ensure(find_python(""), []) == first
    assert (tmp_path / "said").read_text() == ""
