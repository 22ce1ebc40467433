"""Which Python of this machine stands in for ``FROM python:3.X``."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PythonBase:
    """An interpreter that virtual environments are made from."""

    executable: Path
    version: str  # such as "3.11.7"
    note: str = ""  # said to the user where it is not the version that was asked for


def find_python(wanted: str) -> PythonBase:
    """The Python for a version such as ``3.11`` ("" takes any): this one, or one on the PATH.

    Where the machine lacks it, this one stands in and the note says so.
    """
    own = Path(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))
    version = platform.python_version()
    if not wanted or _is(version, wanted):
        return PythonBase(own, version)
    named = shutil.which(f"python{wanted}")
    if named and (found := _asked(named)) and _is(found[1], wanted):
        return PythonBase(Path(found[0]), found[1])
    return PythonBase(
        own,
        version,
        f"the image asks for Python {wanted}, this machine has {version}: the image runs on "
        f"{version} here and on {wanted} in the cloud",
    )


def _is(version: str, wanted: str) -> bool:
    return version.split(".")[:2] == wanted.split(".")[:2]


def _asked(executable: str) -> tuple[str, str] | None:
    """The real path and version of an interpreter that can make virtual environments."""
    program = (
        "import os, platform, sys, venv, ensurepip;"
        "print(os.path.realpath(sys._base_executable), platform.python_version(), sep='\\n')"
    )
    answer = subprocess.run(
        [executable, "-I", "-c", program], capture_output=True, text=True, check=False
    )
    lines = answer.stdout.split()
    return (lines[0], lines[1]) if answer.returncode == 0 and len(lines) == 2 else None
