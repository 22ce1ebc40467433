"""Where a job may install packages without changing the environment that it shares with other jobs.

In a container of its own the image's environment is its own too. As a plain process it is not:
``SAGEMAKER_BASE_DIR`` tells. There an environment is laid over it, which sees the image's packages,
takes what pip installs and vanishes with the job.
"""

from __future__ import annotations

import os
import site
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

LAYERED = "LOCALAWS_LAYERED_ENVIRONMENT"  # set in the process that runs in it


def is_shared(environment: Mapping[str, str]) -> bool:
    """Whether what is installed now would be seen by others."""
    return "SAGEMAKER_BASE_DIR" in environment and LAYERED not in environment


def layered(folder: Path) -> Path:
    """A Python whose environment lies over this one's. Raises CalledProcessError."""
    own = [sys.executable, "-m", "venv", "--without-pip", str(folder)]
    subprocess.run(own, check=True, capture_output=True)
    python = folder / "bin/python"
    told = [str(python), "-c", "import site; print(site.getsitepackages()[0])"]
    packages = subprocess.run(told, check=True, capture_output=True, text=True).stdout.strip()
    below = "\n".join(path for path in site.getsitepackages() if Path(path).is_dir())
    Path(packages, "of_the_image.pth").write_text(below + "\n", encoding="utf-8")
    bring_programs(Path(sys.executable).parent, python.parent)
    return python


def bring_programs(image: Path, own: Path) -> None:
    """The programs of the image's packages, such as torchrun, run by the Python that sees the job's too."""
    for program in image.iterdir():
        if program.is_symlink() or not program.is_file() or (own / program.name).exists():
            continue
        first, _, rest = program.read_bytes().partition(b"\n")
        if first.startswith(b"#!" + os.fsencode(image)):
            (own / program.name).write_bytes(b"#!" + os.fsencode(own / "python") + b"\n" + rest)
            (own / program.name).chmod(0o755)


def enter(argv: list[str]) -> None:
    """Go on as the same program in an environment of this job's own; nothing where it has one."""
    if not is_shared(os.environ):
        return
    python = layered(Path(tempfile.mkdtemp(prefix="packages-")) / "environment")
    os.environ[LAYERED] = str(python.parent.parent)
    os.environ["PATH"] = f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    os.environ.pop("VIRTUAL_ENV", None)
    os.execv(python, [str(python), *argv])
