"""How a job says why it failed: a sentence in SageMaker's failure file, and exit code 255.

A cause that its user can mend is a ``JobError`` and needs no traceback; anything else is a defect,
whose traceback goes to the log.
"""

from __future__ import annotations

import errno
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
        sentence = reason(error)
    else:
        return 0
    print(f"error: {sentence}", file=sys.stderr, flush=True)
    try:
        failure.parent.mkdir(parents=True, exist_ok=True)
        failure.write_bytes(sentence[:LONGEST].encode("utf-8", "replace"))
    except OSError as error:
        print(f"The reason cannot be left for SageMaker: {error}", file=sys.stderr)
    return FAILED


def reason(error: Exception) -> str:
    """Why a job failed that did not foresee it, as one sentence on one line."""
    what = " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return f"The memory ran out: choose a larger instance ({what})."
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: give the job a larger volume."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'} cannot be used: {error.strerror}."
    return f"Unexpected {type(error).__name__}: {what} (the log has the traceback)."
