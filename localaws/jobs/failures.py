"""Why a job fails, in the words of FailureReason."""

from __future__ import annotations

from localaws.sagemaker.job import FAILURE_REASON_LIMIT


class JobFailed(Exception):
    """The job cannot go on. The message becomes its FailureReason."""


def client_error(message: str) -> JobFailed:
    """The fault is the request's: data, image, location."""
    return JobFailed(message if message.startswith("ClientError") else f"ClientError: {message}")


def internal_error(message: str) -> JobFailed:
    """The fault is this machine's, such as a full disk or a folder that cannot be written."""
    return JobFailed(f"InternalServerError: {message}")


def algorithm_error(code: int, explanation: str) -> JobFailed:
    """The container ended with an exit code other than 0; cut so that the code stays in sight."""
    end = f", exit code: {code}"
    start = f"AlgorithmError: {explanation}"
    return JobFailed(start[: FAILURE_REASON_LIMIT - len(end)] + end)
