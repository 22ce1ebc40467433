"""Why a job ends without a model, and how that is told: in the log, in the failure file, by the exit code.

SageMaker shows the first 1024 characters of ``/opt/ml/output/failure`` in the job's FailureReason. AWS's own
algorithms name the class of the fault there, and end with 2 where the user can mend it, else with 1.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from . import log_lines

LONGEST = 1024  # characters of the failure file that SageMaker keeps
USERS_FAULT, OUR_FAULT = 2, 1  # exit codes


class JobError(Exception):
    """The job cannot go on. The message is a sentence for its user."""

    prefix = ""  # in the failure file
    log_name = "Algorithm Error"
    exit_code = OUR_FAULT


class CustomerError(JobError):
    """The request or its data can be mended by the user."""

    prefix = "ClientError: "
    log_name = "Customer Error"
    exit_code = USERS_FAULT


class AlgorithmError(JobError):
    """The algorithm itself stopped."""


class PlatformError(JobError):
    """The container was not given what a job gets."""

    prefix = "PlatformError: "
    log_name = "Platform Error"


def run(job: Callable[[], None], failure: Path) -> int:
    """Run a job and return the exit code; what it failed of is in the file ``failure``."""
    try:
        job()
    except JobError as error:
        fault = error
    except MemoryError:
        fault = AlgorithmError("the instance's memory is too small for the data of the job")
    except Exception as error:  # noqa: BLE001 - the last line of defence: log it whole, report it short
        traceback.print_exc()
        what = " ".join(str(error).split())
        fault = AlgorithmError(f"unexpected {type(error).__name__}: {what} (see the log)")
    else:
        return 0
    log_lines.error(f"{fault.log_name}: {fault}")
    sys.stdout.flush()
    failure.parent.mkdir(parents=True, exist_ok=True)
    # Without its full stop: SageMaker puts ", exit code: 2" behind it, and names the class of what is no user's fault.
    written = f"{fault.prefix}{str(fault).removesuffix('.')}"
    failure.write_text(written[:LONGEST], "utf-8")
    return fault.exit_code
