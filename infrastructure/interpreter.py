"""Lets `cdk` find the project's Python: `python3 app.py` is whichever python3 comes first on the PATH.

Where that one has the project's packages (an environment was activated), it goes on; else the program is
started again with `.venv`'s. It runs in any Python 3, so it imports nothing but the standard library.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("aws_cdk", "pydantic", "stepfunctions", "sagemaker")
ENVIRONMENT = ".venv"


def with_packages(root: Path) -> None:
    """Return in a Python that has the project's packages: this one, or that of the environment in `root`.

    Ends the program with one sentence where neither has them.
    """
    lacking = [name for name in PACKAGES if find_spec(name) is None]
    if not lacking:
        return
    environment = root / ENVIRONMENT
    python = environment / "bin" / "python"
    if Path(sys.prefix) == environment or not python.exists():
        sys.exit(
            f"stepline: {sys.executable} has no {' and no '.join(lacking)}: run `make environment` in {root}, "
            "or activate an environment in which this project is installed."
        )
    # Started by the name of its link, or it would not know that it is the environment's.
    os.execv(python, [str(python), *sys.argv])
