"""How a job says why it failed: a sentence in ``/opt/ml/output/failure``.

SageMaker shows the first 1024 characters of that file as the job's FailureReason. A cause that we
foresaw is a ``JobError``, whose message is for the user and needs no traceback; anything else is a
defect, so its traceback goes to the log and one line to the file.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path

LONGEST = 1024  # characters of the file that SageMaker keeps


class JobError(Exception):
    """The job cannot go on, for a reason that its user can mend. The message says how."""


def run_reporting_failure(job: Callable[[], None], failure: Path) -> int:
    """Run a job; returns the exit code, and writes ``failure`` if that is not 0."""
    try:
        job()
    except JobError as error:
        sentence = str(error)
    except Exception as error:  # noqa: BLE001 - the last line of defence: log it whole, report it short
        traceback.print_exc()
        what = " ".join(str(error).split())
        sentence = f"Unexpected {type(error).__name__}: {what} (the log has the traceback)."
    else:
        return 0
    print(f"error: {sentence}", file=sys.stderr, flush=True)
    failure.parent.mkdir(parents=True, exist_ok=True)
    failure.write_text(sentence[:LONGEST], encoding="utf-8")
    return 1
