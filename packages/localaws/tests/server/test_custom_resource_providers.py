"""Why the function of a custom resource will not respond."""

from __future__ import annotations

import pytest

from localaws.functions.execution.invocation import Outcome
from localaws.server.custom_resource_providers import failure

ARN = "arn:aws:lambda:us-east-1:123456789012:function:maker"


def test_one_that_returned_may_have_responded() -> None:
    assert failure(ARN, Outcome(b"null", "$LATEST")) is None


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (b'{"errorType": "ValueError", "errorMessage": "no"}', "ValueError: no"),
        (b'{"errorMessage": "timed out"}', "error: timed out"),
        (b"nonsense", "Runtime.ExitError"),
        (b"[]", "Runtime.ExitError"),
    ],
)
def test_one_that_failed_says_by_what_and_where_its_log_is(payload: bytes, said: str) -> None:
    outcome = Outcome(payload, "$LATEST", error="Unhandled", kind="Runtime.ExitError")
    assert failure(f"{ARN}:live", outcome) == (
        f"The function maker failed before it responded to CloudFormation: {said} (its log group is "
        "/aws/lambda/maker)"
    )
