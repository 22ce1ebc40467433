"""How a job says why it failed: a sentence in SageMaker's failure file, and exit code 255.

A cause that its user can mend is a ``JobError`` and needs no traceback; anything else is a defect,
whose traceback goes to the log.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path

FAILED = 255
LONGEST = 1024  # characters of the file that SageMaker shows


class JobError(Exception):
    """The job cannot go on, for a reason that its user can mend. The message says how."""


def run_reporting_failure(job: Callable[[], None], failure: Path) -> int:
    """Run a job; the exit code. Where that is not 0, ``failure`` says why."""
    try:
        job()
    except JobError as error:
        sentence = str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the failure file must tell of it
        traceback.print_exc()
        sentence = f"Unexpected {type(error).__name__}: {error} (the log has the traceback)."
    else:
        return 0
    print(f"error: {sentence}", file=sys.stderr, flush=True)
    failure.parent.mkdir(parents=True, exist_ok=True)
    failure.write_text(sentence[:LONGEST], encoding="utf-8")
    return FAILED
