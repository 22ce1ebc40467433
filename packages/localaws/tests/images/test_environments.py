"""Virtual environments: made once, whole or not at all."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

from localaws.images.changes import Install, Uninstall
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


def install(tmp_path: Path, name: str) -> Install:
    """A package with a module and a program, of this machine and no index."""
    folder = tmp_path / "packages" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.py").write_text(f"def main(): print('{name}')\n")
    wheel = tmp_path / f"{name}-1-py3-none-any.whl"
    information = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
        "RECORD": "",
    }
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.write(folder / f"{name}.py", f"{name}.py")
        for file, content in information.items():
            packed.writestr(f"{name}-1.dist-info/{file}", content)
    return Install((name,), ("--no-index", "--no-deps", str(wheel)))


def says(environment: Path, program: str) -> str:
    return subprocess.run(
        [environment / "bin" / program], capture_output=True, text=True, check=True
    ).stdout


def test_one_that_begins_as_another_is_made_from_that_one(tmp_path: Path) -> None:
    first, second, third = (install(tmp_path, name) for name in ("first", "second", "third"))
    with (tmp_path / "said").open("w+") as output:
        environments = Environments(tmp_path, output)
        begun = environments.ensure(find_python(""), [first])
        whole = environments.ensure(find_python(""), [first, second])
        other = environments.ensure(find_python(""), [third, second])
        output.seek(0)
        said = output.read()
    assert said.count(f"it begins as {begun}") == 1
    assert said.count("pip install first") == 1
    assert [says(whole, name) for name in ("first", "second")] == ["first\n", "second\n"]
    programs = (whole / "bin" / "first", begun / "bin" / "first")
    assert [Path(p.read_text().split("\n")[0][2:]).parent.parent for p in programs] == [
        whole,
        begun,
    ]
    assert not (begun / "bin" / "second").exists(), "what is made from it does not change it"
    assert not (other / "bin" / "first").exists()
    [module] = whole.glob("lib/*/site-packages/first.py")
    assert module.samefile(next(begun.glob("lib/*/site-packages/first.py")))


def test_what_is_replaced_in_the_one_stays_in_the_other(tmp_path: Path) -> None:
    first, second = install(tmp_path, "first"), install(tmp_path, "second")
    environments = Environments(tmp_path, sys.__stderr__)
    begun = environments.ensure(find_python(""), [first])
    whole = environments.ensure(find_python(""), [first, second, Uninstall(("first",))])
    assert says(begun, "first") == "first\n"
    assert not (whole / "bin" / "first").exists()
