"""`python3 app.py` in whatever python3: it finds the project's packages, or says in a sentence what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infrastructure import interpreter

# This interpreter, but without the packages of its environment.
BARE = [sys.executable, "-S", "-c"]
PROGRAM = (
    "from infrastructure.interpreter import with_packages; from pathlib import Path; import sys; {}"
)


def start(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format("with_packages(Path(sys.argv[1])); print('goes on')")
    return subprocess.run(
        [*BARE, program, str(root), *arguments],
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


def test_where_the_packages_are_it_goes_on_in_this_python(tmp_path: Path) -> None:
    interpreter.with_packages(tmp_path)


def test_else_the_program_starts_again_in_the_projects_environment(tmp_path: Path) -> None:
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "the environment has: $2 $3"\n')
    python.chmod(0o755)
    done = start(tmp_path, "--given")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"the environment has: {tmp_path} --given\n"


def test_without_an_environment_it_ends_with_what_to_do(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("stepline: ")
    assert f"run `make environment` in {tmp_path}" in line


def test_an_environment_that_lacks_them_too_is_not_started_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    monkeypatch.setattr(interpreter, "PACKAGES", ("no_such_package",))
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    with pytest.raises(SystemExit, match="has no no_such_package: run `make environment`"):
        interpreter.with_packages(tmp_path)
