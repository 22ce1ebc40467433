"""The Python of functions: this machine's, with the boto3 that AWS's runtimes bring.

A virtual environment for each Python, made once under ``home/functions/python``. Its packages are
copies of the server's own (all of them plain Python), so that none is fetched when a function starts.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

from localaws.functions.packages.node import Nodes
from localaws.functions.runtimes import LambdaRuntime, note
from localaws.images.python_base import PythonBase, find_python

BROUGHT = ("boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3")

log = logging.getLogger(__name__)


class Interpreters:
    """Called with a runtime: its virtual environment, made now if it is not there; None: it needs none.

    For Node.js, with the packages that the code wants (see ``node``).
    """

    def __init__(self, home: Path, find: Callable[[str], PythonBase] = find_python) -> None:
        self._folder = home.absolute() / "functions" / "python"
        self._find = find
        self._found: dict[str, Path] = {}
        self._making = threading.Lock()
        self._nodes = Nodes(home)

    def __call__(self, runtime: LambdaRuntime, wanted: frozenset[str] = frozenset()) -> Path | None:
        if runtime.language == "node":
            return self._nodes(runtime, wanted)
        if runtime.language != "python":
            return None
        with self._making:
            found = self._found.get(runtime.version)
            if found is None:
                python = self._find(runtime.version)
                if said := note(runtime, python.version):
                    log.info("%s", said)
                found = self._found[runtime.version] = self._ensure(python)
            return found

    def _ensure(self, python: PythonBase) -> Path:
        versions = "-".join(distribution(name).version for name in BROUGHT[:2])
        path = self._folder / f"{python.version}-{versions}"
        if path.is_dir():
            return path
        self._folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=self._folder, prefix="making-"))
        try:
            _make(aside, python)
            aside.chmod(0o755)
            aside.rename(path)
        except OSError:  # another server has been quicker
            if not path.is_dir():
                raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return path


def _make(folder: Path, python: PythonBase) -> None:
    subprocess.run(
        [str(python.executable), "-I", "-m", "venv", "--without-pip", str(folder)],
        check=True,
        capture_output=True,
    )
    (packages,) = (folder / "lib").glob("python3*/site-packages")
    for name in BROUGHT:
        found = distribution(name)
        for file in found.files or ():
            source = Path(str(found.locate_file(file)))
            if ".." in file.parts or file.suffix == ".pyc" or not source.is_file():
                continue  # scripts in bin; what another Python has compiled
            target = packages / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    # Compiled once: nothing that a sandbox writes there outlives it.
    subprocess.run(
        [str(folder / "bin" / "python"), "-I", "-m", "compileall", "-q", str(packages)],
        check=False,
        capture_output=True,
    )
