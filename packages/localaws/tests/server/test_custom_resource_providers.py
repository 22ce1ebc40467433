"""Why the function of a custom resource will not respond."""

from __future__ import annotations

import pytest

from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.function import Code, Configuration
from localaws.functions.versions import Target
from localaws.server.custom_resource_providers import failure

ARN = "arn:aws:lambda:us-east-1:123456789012:function:maker"


def invocation(log_group: str | None = None) -> Invocation:
    configuration = Configuration("role", Code("", 0), log_group=log_group)
    return Invocation("id", "maker", Target(f"{ARN}:live", "1", configuration))


def test_one_that_returned_may_have_responded() -> None:
    assert failure(invocation(), Outcome(b"null", "$LATEST")) is None


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
    assert failure(invocation(), outcome) == (
        f"The function maker failed before it responded to CloudFormation: {said} (its log group is "
        "/aws/lambda/maker)"
    )


def test_its_log_group_may_be_one_of_its_own() -> None:
    outcome = Outcome(b"{}", "$LATEST", error="Unhandled", kind="Runtime.ExitError")
    assert "(its log group is /makers)" in str(failure(invocation("/makers"), outcome))
