"""Why a target did not get what was sent to it: by the codes that EventBridge writes on dead letters, and
whether it would help to try again. Pure.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html: what no attempt could mend (no
such target, no permission) is not tried again.
"""

from __future__ import annotations

import re
from typing import Any

from botocore.exceptions import ClientError

from localaws.protocols.refusal import Refusal

INVALID_JSON = "INVALID_JSON"
INVALID_PARAMETER = "INVALID_PARAMETER"
NO_PERMISSIONS = "NO_PERMISSIONS"
NO_RESOURCE = "NO_RESOURCE"
ROLE = "FAILED_TO_ASSUME_ROLE"
THROTTLING = "THROTTLING"
TIMEOUT = "TIMEOUT"

_RETRIABLE = frozenset(
    {THROTTLING, "INTERNAL_ERROR", "RESOURCE_LIMIT_EXCEEDED", "CONNECTION_FAILURE", TIMEOUT}
)
# What services' own codes come to, the first that fits.
_CODES = (
    (re.compile("NotFound|NotExist|NonExistent|NoSuch|KeyError"), NO_RESOURCE),
    (re.compile("AccessDenied|NotAuthorized|AuthorizationError|Forbidden"), NO_PERMISSIONS),
    (re.compile("Throttl|TooManyRequests|SlowDown"), THROTTLING),
    (re.compile("LimitExceeded"), "RESOURCE_LIMIT_EXCEEDED"),
    (re.compile("AlreadyExists"), "RESOURCE_ALREADY_EXISTS"),
)


class DeliveryFailed(Exception):
    """The target did not take it. The message says why."""

    def __init__(self, code: str, message: str, retriable: bool | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retriable = code in _RETRIABLE if retriable is None else retriable


def failure_of(error: Exception) -> DeliveryFailed:
    """What the exception of a service comes to."""
    if isinstance(error, DeliveryFailed):
        return error
    theirs, status, message = _told(error)
    for pattern, code in _CODES:
        if pattern.search(theirs):
            return DeliveryFailed(code, message)
    return DeliveryFailed(INVALID_PARAMETER if status < 500 else "INTERNAL_ERROR", message)


def _told(error: Exception) -> tuple[str, int, str]:
    """The service's code, an HTTP status, and what is written of it."""
    if isinstance(error, ClientError):
        told: Any = error.response
        about, status = told.get("Error", {}), told.get("ResponseMetadata", {})
        code = str(about.get("Code", ""))
        return code, int(status.get("HTTPStatusCode", 400)), f"{code}: {about.get('Message', '')}"
    if isinstance(error, Refusal):
        return error.code, error.status, str(error)
    name = type(error).__name__
    # moto's exceptions: RESTError has error_type and an HTTP status, ServiceException has a code.
    code = str(getattr(error, "error_type", "") or getattr(error, "code", "") or name)
    is_theirs = type(error).__module__.startswith("moto.")
    status = getattr(error, "code", 400) if is_theirs else 500
    said = getattr(error, "message", None) or error
    return f"{name} {code}", status if isinstance(status, int) else 400, f"{code}: {said}"
