"""The processing job of the clicks pipeline: a log of impressions in, records for Linear Learner out.

It travels as a zip that is run as a program (``python3 <asset>.zip COMMAND …``), so the zip's root is
on the path and ``impressions`` is a top-level package there.
"""

import sys

from impressions.ending import run  # type: ignore[import-not-found]  # the zip's root is on the path


def command() -> str | None:
    # Imported here, so that a broken installation is told as well.
    from impressions.program import work  # type: ignore[import-not-found]

    said: str | None = work(sys.argv[1:])
    return said


if __name__ == "__main__":
    # `encode` runs on somebody's own machine, where no platform waits for a message.
    sys.exit(run(command, is_job=sys.argv[1:2] != ["encode"]))
