"""The processing jobs of the script pipeline: a table of hours in, splits out; two models in, their scores out.

It travels as a zip that is run as a program (``python3 <asset>.zip COMMAND …``), so the zip's root is
on the path, and ``rentals`` and ``evaluating`` are top-level packages there.
"""

import sys

from rentals.ending import run  # type: ignore[import-not-found]  # the zip's root is on the path


def command() -> str:
    # Imported here, so that a broken installation is told as well.
    from rentals.program import work  # type: ignore[import-not-found]

    said: str = work(sys.argv[1:])
    return said


if __name__ == "__main__":
    sys.exit(run(command))
