"""An evaluation that has no value, by the error name of the specification."""

from __future__ import annotations

RUNTIME = "States.Runtime"
QUERY = "States.QueryEvaluationError"
INTRINSIC = "States.IntrinsicFailure"
NO_CHOICE = "States.NoChoiceMatched"
RESULT_PATH = "States.ResultPathMatchFailure"
REFERENCE_PATH = "States.ReferencePathConflict"  # AWS's own, of ItemsPath
DATA_LIMIT = "States.DataLimitExceeded"
UNCAUGHT_BY_ALL = frozenset([RUNTIME, DATA_LIMIT])
"""What ``States.ALL`` does not catch, by the specification."""
LARGEST = 256 * 1024
"""Bytes of UTF-8 that a payload may have."""


def too_large(state: str) -> str:
    """The cause of ``States.DataLimitExceeded``, in AWS's words."""
    return (
        f"The state/task '{state}' returned a result with a size exceeding the maximum number of "
        "bytes service limit."
    )


class EvaluationFailure(Exception):
    """The state fails with ``error`` and ``cause``.

    Attributes:
        error: a name of the specification.
        cause: AWS's sentence, without naming the state: that is whoever's who knows it.
        location: of a query, the field that it stands in; it then is an event of its own.
    """

    def __init__(self, error: str, cause: str, location: str | None = None) -> None:
        super().__init__(f"{error}: {cause}")
        self.error, self.cause, self.location = error, cause, location
