"""The processing jobs of the iris pipeline: rows in, two splits out; models in, an evaluation out.

It travels as a zip that is run as a program (``python3 <asset>.zip COMMAND …``), so the zip's root is on the
path, with ``flowers`` and ``evaluating`` on it. What a row and a model are is the image's to say: its own package
``tree`` lies where its program ``train`` is.
"""

import shutil
import sys
from pathlib import Path

from flowers.ending import run  # type: ignore[import-not-found]  # the zip's root is on the path


def command() -> str | None:
    # Imported here, so that a broken installation is told as well.
    trains = shutil.which("train")
    if trains:
        sys.path.append(str(Path(trains).parent))
    from flowers.program import work  # type: ignore[import-not-found]

    said: str | None = work(sys.argv[1:])
    return said


if __name__ == "__main__":
    sys.exit(run(command))
