"""By which codes services refuse."""

from __future__ import annotations

import pytest

from localaws.protocols.families import codes


@pytest.mark.parametrize(
    ("service", "protocol", "code"),
    [
        ("iam", "query", "ValidationError"),
        ("sqs", "query", "ValidationError"),
        ("sqs", "json", "InvalidParameterValue"),
        ("events", "json", "ValidationException"),
        ("logs", "json", "InvalidParameterException"),
        ("sagemaker-runtime", "rest-json", "ValidationError"),
        ("s3", "rest-xml", "InvalidArgument"),
        ("s3control", "rest-xml", "InvalidInput"),
    ],
)
def test_a_service_has_its_own_code_for_what_is_invalid(
    service: str, protocol: str, code: str
) -> None:
    assert codes(service, protocol).invalid == code


@pytest.mark.parametrize(
    ("service", "protocol", "code", "status"),
    [
        ("events", "json", "UnknownOperationException", 400),
        ("scheduler", "rest-json", "UnknownOperationException", 404),
        ("iam", "query", "InvalidAction", 400),
        ("ec2", "ec2", "InvalidAction", 400),
        ("s3", "rest-xml", "MethodNotAllowed", 405),
    ],
)
def test_an_operation_that_there_is_not_has_a_code_and_a_status(
    service: str, protocol: str, code: str, status: int
) -> None:
    found = codes(service, protocol)
    assert (found.unknown_operation, found.unknown_status) == (code, status)


def test_a_code_of_its_own_changes_nothing_else() -> None:
    assert codes("logs", "json").malformed == codes("events", "json").malformed
