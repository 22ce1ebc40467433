"""What ``train`` runs: the job, and how it says why it failed.

SageMaker shows the first 1024 characters of ``/opt/ml/output/failure`` in the job's FailureReason.
AWS's image writes "framework error:" there, the class of the error and its words.
"""

from __future__ import annotations

import traceback
import warnings

from ..paths import Paths
from ..versions import Version
from . import log
from .errors import AlgorithmError, JobError
from .explanation import plain_words
from .stopping import StopFlag

LONGEST = 1024  # characters of the failure file that SageMaker keeps


def main() -> int:
    """Run the job of this container; returns the exit code."""
    stopped = StopFlag().listen()
    warnings.showwarning = _log_warning
    paths = Paths.of_this_container()
    try:
        from . import job  # its imports take time, in which the job may be stopped

        job.run(paths, Version.of_this_container(), stopped)
    except JobError as error:
        failure = error
    except Exception as error:  # noqa: BLE001 - the last line of defence: log it whole, report it short
        traceback.print_exc()
        what = " ".join(str(error).split())
        failure = AlgorithmError(f"unexpected {type(error).__name__}: {what} (see the log)")
    else:
        return 0
    sentence = f"{type(failure).__name__}: {failure}"
    log.error(sentence)
    paths.failure.parent.mkdir(parents=True, exist_ok=True)
    # Without its full stop: SageMaker puts ", exit code: 1" behind it.
    written = f"framework error: {sentence.removesuffix('.')}"[:LONGEST]
    paths.failure.write_text(written, encoding="utf-8")
    return 1


def _log_warning(message: Warning | str, *_: object, **__: object) -> None:
    """XGBoost warns through Python, with the place in its code."""
    log.warning(plain_words(str(message)))
