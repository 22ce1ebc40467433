"""How a job says why it failed: a sentence in ``/opt/ml/output/failure``.

SageMaker shows the first 1024 characters of that file as the job's FailureReason. A cause that we
foresaw is a ``JobError``, whose message is for the user and needs no traceback; anything else is a
defect, so its traceback goes to the log and one line to the file.
"""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

LONGEST = 1024  # characters of the file that SageMaker keeps


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
    return 1


def reason(error: Exception) -> str:
    """Why a job failed that did not foresee it, as one sentence on one line."""
    what = " ".join(str(error).split())
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "OutOfMemoryError" in kinds:  # PyTorch's, of a GPU
        return (
            f"The GPU's memory ran out: choose a smaller batch_size or a larger instance ({what})."
        )
    if isinstance(error, MemoryError) or "DefaultCPUAllocator" in what:  # PyTorch's RuntimeError
        return f"The memory ran out: choose a smaller batch_size or a larger instance ({what})."
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: give the job a larger volume."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'} cannot be used: {error.strerror}."
    return f"Unexpected {type(error).__name__}: {what} (the log has the traceback)."
