"""The processing job of the bank pipeline: a campaign's customers in, features and splits out.

It travels as a zip that is run as a program (``python3 <asset>.zip COMMAND …``), so the zip's root is
on the path and ``campaign`` is a top-level package there.
"""

import sys

from campaign.program import main  # type: ignore[import-not-found]  # the zip's root is on the path

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
