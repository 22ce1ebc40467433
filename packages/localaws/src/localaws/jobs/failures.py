"""Why a job fails, in the words of FailureReason."""

from __future__ import annotations

from localaws.jobs.job import FAILURE_REASON_LIMIT, INTERNAL
from localaws.jobs.plan import JobPlan

_INTERNAL = "InternalServerError"


class JobFailed(Exception):
    """The job cannot go on. The message becomes its FailureReason."""

    @property
    def is_internal(self) -> bool:
        """Whether the fault is this machine's, so that another try may help."""
        return str(self).startswith(_INTERNAL)


def client_error(message: str) -> JobFailed:
    """The fault is the request's: data, image, location."""
    return JobFailed(message if message.startswith("ClientError") else f"ClientError: {message}")


def internal_error(message: str) -> JobFailed:
    """The fault is this machine's, such as a full disk or a folder that cannot be written."""
    return JobFailed(f"{_INTERNAL}: {message}")


def reason_of(error: Exception) -> str:
    """The FailureReason of whatever went wrong; that of a fault of ours points to the log."""
    if isinstance(error, JobFailed):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return str(internal_error(f"{error.strerror}: {error.filename}"))
    return INTERNAL


def shut_down() -> JobFailed:
    """The server ends while the job runs or waits."""
    return internal_error("The embedded AWS was shut down meanwhile.")


def out_of_memory() -> JobFailed:
    """The container needed more memory than its instance has.

    The words are AWS's, for training and processing jobs alike: users report them, AWS's
    documentation does not have them.
    """
    return client_error(
        "Please use an instance type with more memory, or reduce the size of job data processed on "
        "an instance."
    )


_USERS_FAULT, _CODE_OF_USERS_FAULT = "ClientError: ", 2


def algorithm_error(code: int, explanation: str) -> JobFailed:
    """The container ended with an exit code other than 0; cut so that the code stays in sight.

    AWS's own algorithms end with 2 where it is the user's fault, and name that class themselves.
    """
    end = f", exit code: {code}"
    names_class = explanation.startswith(_USERS_FAULT) and code == _CODE_OF_USERS_FAULT
    start = explanation if names_class else f"AlgorithmError: {explanation}"
    return JobFailed(start[: FAILURE_REASON_LIMIT - len(end)] + end)


def not_started(plan: JobPlan, why: str) -> JobFailed:
    """The image has no such program as ``train``; ``why`` is the runtime's word for it."""
    entrypoint = f"--entrypoint {plan.entrypoint[0]} " if plan.entrypoint else ""
    words = [plan.image, *(plan.entrypoint or ())[1:], *(plan.arguments or ())]
    return client_error(
        "CannotStartContainerError. Please make sure the container can be run with "
        f"'docker run {entrypoint}{' '.join(words)}': {why}"
    )
