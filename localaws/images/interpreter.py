"""The Python that jobs of an image run with: ``python -m localaws.images.interpreter CONTEXT``.

With it tests and benchmarks of job code run where the job code will, without a job around them, so
that a requirement which the image forgets is missing there too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from localaws.images.store import ImageStore


def interpreter(home: Path, context: Path) -> Path:
    """Build the image of the Dockerfile in ``context`` where it is not built yet; its Python.

    Raises:
        subprocess.CalledProcessError: it cannot be built; why was said on stderr.
    """
    tag = f"localaws-interpreter/{context.resolve().name}"
    program = [sys.executable, "-m", "localaws.images.docker_cli"]
    subprocess.run(
        [*program, "build", "--tag", tag, str(context)],
        env={**os.environ, "LOCALAWS_HOME": str(home)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    packages = ImageStore(home).resolve(tag).packages
    assert packages is not None  # whatever is built from a Dockerfile has an environment
    return packages / "bin" / "python"


def main() -> None:
    home = Path(os.environ.get("LOCALAWS_HOME", ".localaws"))
    try:
        print(interpreter(home, Path(sys.argv[1])))
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)


if __name__ == "__main__":
    main()
