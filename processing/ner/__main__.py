"""The processing job of the named-entity pipeline: labelled sentences in, tokenised splits out.

It travels as a zip that the job runs as a program (``python3 <asset>.zip ARGS``), so the zip's root
is on the path and ``corpus`` is a top-level package there.
"""

import sys

from corpus.ending import run  # type: ignore[import-not-found]  # the zip's root is on the path


def job() -> str:
    # Imported here, so that a broken installation is told as well.
    from corpus.program import work  # type: ignore[import-not-found]

    said: str = work(sys.argv[1:])
    return said


if __name__ == "__main__":
    sys.exit(run(job))
