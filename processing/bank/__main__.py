"""The processing job of the bank pipeline: a campaign's customers in, features and splits out.

It travels as a zip that is run as a program (``python3 <asset>.zip COMMAND …``), so the zip's root is
on the path and ``campaign`` is a top-level package there.
"""

import sys
from typing import Optional

from campaign.ending import run  # type: ignore[import-not-found]  # the zip's root is on the path


def command() -> Optional[str]:
    # Imported here, so that a broken installation is told as well.
    from campaign.program import work  # type: ignore[import-not-found]

    said: Optional[str] = work(sys.argv[1:])
    return said


if __name__ == "__main__":
    # `encode` runs on somebody's own machine, where no platform waits for a message.
    sys.exit(run(command, is_job=sys.argv[1:2] != ["encode"]))
