"""Whose fault it is that a job fails; each class is named in the job's FailureReason, as on AWS."""

from __future__ import annotations


class JobError(Exception):
    """The job cannot go on. The message is a sentence for its user."""


class UserError(JobError):
    """The request or its data can be mended."""


class AlgorithmError(JobError):
    """XGBoost itself stopped."""


class PlatformError(JobError):
    """The container was not given what a training job gets."""
