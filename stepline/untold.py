"""Asks AWS something that is shown beside the matter: a job's metrics, its log, an endpoint's status.

Such a question may fail (the job was never created, the rights are missing, AWS throttles, the log
is not there yet), and must not end what it was asked for. What comes instead says why in a few words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

T = TypeVar("T")

# What services respond for something that is not there; SageMaker's is a ValidationException.
MISSING = (
    "ValidationException",
    "ResourceNotFound",
    "ResourceNotFoundException",
    "NoSuchBucket",
    "NoSuchKey",
)
DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
# botocore's "standard" retries take these for passing too; they have been tried in vain by then.
PASSING = (
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottled",
    "RequestThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "SlowDown",
)


@dataclass(frozen=True)
class Untold:
    """There is no response. ``passing``: there may be one at another look."""

    why: str
    passing: bool = False
    missing: bool = False


def told(look: Callable[[], T]) -> T | Untold:
    """What ``look`` responds, or why there is nothing."""
    try:
        return look()
    except (ClientError, BotoCoreError) as error:
        return why(error)


def why(error: ClientError | BotoCoreError) -> Untold:
    """What an error of boto3's means for who asked."""
    if not isinstance(error, ClientError):
        passing = isinstance(error, HTTPClientError | ConnectionError)
        return Untold("AWS cannot be reached" if passing else str(error), passing)
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in MISSING:
        return Untold("not there", missing=True)
    if code in DENIED:
        return Untold(f"not permitted: {error.operation_name}")
    if code in PASSING:
        return Untold("throttled", passing=True)
    return Untold(f"{error.operation_name}: {code}", passing=status >= 500)
