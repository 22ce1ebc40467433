"""Virtual environments for images: each made once, found again by what was asked for.

They live under ``home/environments``, named by a hash of the Python, the pip arguments and the
contents of the files that those name. One that begins with the same changes as another is made from
that one (``grown``). No package of this machine's Python is visible in them, so
a requirement that is missing in the image is missing here too.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from localaws.images import package_index
from localaws.images.changes import Change, Either, InstallFailed
from localaws.images.grown import grow
from localaws.images.python_base import PythonBase

COMPLETE = "complete.json"  # written last: an environment without it is not one


class Environments:
    """The environments under one home folder."""

    def __init__(self, home: Path, output: IO[str] | None = None) -> None:
        # Resolved, so that homes that share the folder by a link find each other's environments.
        self._folder = (home / "environments").resolve()
        self._output = output or sys.stderr

    def ensure(self, python: PythonBase, installs: Sequence[Change]) -> Path:
        """The environment with these packages, made now if there is none.

        Raises:
            InstallFailed: pip failed; nothing is left that looks like an environment.
        """
        key = _key(python, installs)
        path = self._folder / key
        if self._is_complete(path):
            return path
        self._folder.mkdir(parents=True, exist_ok=True)
        with _locked(self._folder / f"{key}.lock", self._waiting):
            if not self._is_complete(path):
                shutil.rmtree(path, ignore_errors=True)
                try:
                    self._make(path, python, installs)
                except BaseException:
                    shutil.rmtree(path, ignore_errors=True)
                    raise
        return path

    def _is_complete(self, path: Path) -> bool:
        """Made to the end, at this very place, by a Python that is still there."""
        try:
            made = json.loads((path / COMPLETE).read_text())
        except (FileNotFoundError, ValueError):
            return False
        return made["path"] == str(path) and (path / "bin" / "python").exists()

    def _make(self, path: Path, python: PythonBase, installs: Sequence[Change]) -> None:
        self._say(f"making a Python {python.version} environment at {path}")
        begun, other = self._beginning(python, installs)
        if other is None:
            self._begin(path, python)
        else:
            self._say(f"it begins as {other}")
            grow(other, path, left_out=COMPLETE)
        for install in installs[begun:]:
            self._carry_out(install, path / "bin" / "python")
        record = {
            "path": str(path),
            "python": python.version,
            "installs": [str(install) for install in installs],
        }
        (path / COMPLETE).write_text(json.dumps(record, indent=1))

    def _beginning(self, python: PythonBase, installs: Sequence[Change]) -> tuple[int, Path | None]:
        """How many of the changes an environment has that is there already, and which one."""
        for count in range(len(installs) - 1, 0, -1):
            path = self._folder / _key(python, installs[:count])
            if self._is_complete(path):
                return count, path
        return 0, None

    def _begin(self, path: Path, python: PythonBase) -> None:
        _run([str(python.executable), "-I", "-m", "venv", "--without-pip", str(path)], self._output)
        self._install_pip(path / "bin" / "python")

    def _carry_out(self, change: Change, interpreter: Path) -> None:
        if isinstance(change, Either):
            try:
                for each in change.first:
                    self._carry_out(each, interpreter)
            except InstallFailed:
                self._say(f"that failed, so: {' && '.join(map(str, change.otherwise))}")
                for each in change.otherwise:
                    self._carry_out(each, interpreter)
            return
        self._say(str(change))
        try:
            _fetch(change.command(interpreter), self._output, change.environment)
        except FileNotFoundError:
            raise InstallFailed(
                f"`{change}` needs the package uv: install it with pip before"
            ) from None
        except subprocess.CalledProcessError as error:
            if why := package_index.unreachable(error.stderr.splitlines()):
                raise InstallFailed(f"`{change}` failed: {why}") from None
            raise InstallFailed(
                f"`{change}` failed with exit code {error.returncode}; its own words are above"
            ) from None

    def _install_pip(self, interpreter: Path) -> None:
        """Put in the pip that comes with Python, and on 3.11 setuptools, as Python's images have.

        pip installs itself out of its own wheel: half the time of ``ensurepip``, which compiles.
        """
        wheels = _bundled_wheels(interpreter)
        pip = next((wheel for wheel in wheels if wheel.name.startswith("pip-")), None)
        if pip is None:
            _run([str(interpreter), "-m", "ensurepip", "--default-pip"], self._output)
            return
        names = [wheel.name.partition("-")[0] for wheel in wheels]
        _run(
            [
                *(str(interpreter), str(pip / "pip"), "install", "--quiet", "--no-index"),
                *("--no-compile", "--find-links", str(pip.parent), *names),
            ],
            self._output,
        )

    def _waiting(self) -> None:
        self._say("waiting for another build of the same environment")

    def _say(self, sentence: str) -> None:
        print(sentence, file=self._output, flush=True)


def _key(python: PythonBase, installs: Sequence[Change]) -> str:
    asked = [install.asked() for install in installs]
    content = json.dumps([str(python.executable), python.version, asked])
    return hashlib.sha256(content.encode()).hexdigest()[:24]


def _bundled_wheels(interpreter: Path) -> list[Path]:
    """The wheels that ``ensurepip`` of this Python would install."""
    program = (
        "import ensurepip, glob, os;"
        "own = os.path.join(os.path.dirname(ensurepip.__file__), '_bundled');"
        "folder = getattr(ensurepip, '_WHEEL_PKG_DIR', None) or own;"
        "names = getattr(ensurepip, '_PACKAGE_NAMES', ['pip']);"
        "print(*(max(f) for n in names if (f := glob.glob(os.path.join(folder, n + '-*.whl')))), sep='\\n')"
    )
    answer = subprocess.run(
        [str(interpreter), "-I", "-c", program], capture_output=True, text=True, check=False
    )
    return [Path(line) for line in answer.stdout.splitlines()]


def _run(command: list[str], output: IO[str]) -> None:
    """Run to the end, its output to the user."""
    subprocess.run(command, env=_environment({}), stdout=output, stderr=output, check=True)


def _fetch(command: list[str], output: IO[str], settings: Mapping[str, str]) -> None:
    """The same for what asks a package index.

    Raises:
        CalledProcessError: it failed; ``stderr`` has what it wrote there.
    """
    environment = _environment(settings)
    environment |= package_index.settings(environment)
    said = []
    with subprocess.Popen(
        command,
        env=environment,
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as process:
        assert process.stderr is not None  # it is a pipe
        for line in process.stderr:
            print(line, end="", file=output, flush=True)
            said.append(line)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr="".join(said))


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    """pip's own configuration applies; what would lead it elsewhere does not."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_TARGET", "PIP_USER", "PIP_PREFIX")
    environment = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**environment, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **settings}


@contextmanager
def _locked(file: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold a lock file; another process that wants it waits, and is told so once."""
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
