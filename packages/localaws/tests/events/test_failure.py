"""What the errors of services come to."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError
from moto.events.exceptions import ResourceNotFoundException
from moto.sqs.exceptions import QueueDoesNotExist

from localaws.events.failure import DeliveryFailed, failure_of
from localaws.protocols.refusal import Refusal


@pytest.mark.parametrize(
    ("error", "code", "retriable"),
    [
        (Refusal("StateMachineDoesNotExist", "no"), "NO_RESOURCE", False),
        (Refusal("ResourceNotFoundException", "no", 404), "NO_RESOURCE", False),
        (Refusal("AccessDeniedException", "no", 403), "NO_PERMISSIONS", False),
        (Refusal("TooManyRequestsException", "busy", 429), "THROTTLING", True),
        (Refusal("ExecutionLimitExceeded", "full"), "RESOURCE_LIMIT_EXCEEDED", True),
        (Refusal("ExecutionAlreadyExists", "there"), "RESOURCE_ALREADY_EXISTS", False),
        (Refusal("InvalidExecutionInput", "bad"), "INVALID_PARAMETER", False),
        (Refusal("ServiceException", "oh", 500), "INTERNAL_ERROR", True),
        (QueueDoesNotExist(), "NO_RESOURCE", False),
        (ResourceNotFoundException("no"), "NO_RESOURCE", False),
        (ClientError({"Error": {"Code": "ThrottlingException"}}, "X"), "THROTTLING", True),
        (ClientError({"Error": {"Code": "ValidationException"}}, "X"), "INVALID_PARAMETER", False),
        (RuntimeError("a mistake"), "INTERNAL_ERROR", True),
    ],
)
def test_a_services_error_has_a_code_of_eventbridges(
    error: Exception, code: str, retriable: bool
) -> None:
    failure = failure_of(error)
    assert (failure.code, failure.retriable) == (code, retriable)
    assert failure.message


def test_what_is_one_already_stays_as_it_is() -> None:
    failure = DeliveryFailed("ERROR_FROM_TARGET", "503", retriable=True)
    assert failure_of(failure) is failure
