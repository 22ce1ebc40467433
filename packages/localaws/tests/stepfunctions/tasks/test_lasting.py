"""Which requests may wait for something."""

from __future__ import annotations

import pytest

from localaws.stepfunctions.language import resource
from localaws.stepfunctions.tasks.lasting import may_last


@pytest.mark.parametrize(
    ("arn", "lasts"),
    [
        ("arn:aws:states:::aws-sdk:sfn:startSyncExecution", True),
        ("arn:aws:states:::aws-sdk:sqs:receiveMessage", True),
        ("arn:aws:states:::http:invoke", True),
        ("arn:aws:lambda:us-east-1:123456789012:function:f", False),
        ("arn:aws:states:::lambda:invoke", False),
        ("arn:aws:states:::aws-sdk:lambda:invoke", True),
        ("arn:aws:states:::states:startExecution.sync", False),
        ("arn:aws:states:::aws-sdk:sfn:startExecution", False),
        ("arn:aws:states:us-east-1:123456789012:activity:a", False),
    ],
)
def test_what_may_last(arn: str, lasts: bool) -> None:
    named = resource.read(arn)
    assert named is not None
    assert may_last(named) is lasts
