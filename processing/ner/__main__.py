"""The processing job of the named-entity pipeline: labelled sentences in, tokenised splits out.

It travels as a zip that the job runs as a program (``python3 <asset>.zip ARGS``), so the zip's root
is on the path and ``corpus`` is a top-level package there.
"""

import sys

from corpus.program import main  # type: ignore[import-not-found]  # the zip's root is on the path

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
