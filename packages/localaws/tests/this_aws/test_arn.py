"""The parts of ARNs."""

from __future__ import annotations

import pytest

from localaws.this_aws.arn import Arn, is_arn, parse, whole


def test_a_resource_may_have_colons_and_slashes() -> None:
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:work:live"
    assert parse(arn) == Arn("aws", "lambda", "eu-west-1", "123456789012", "function:work:live")
    assert whole("arn:aws:s3:::bucket/key") == Arn("aws", "s3", "", "", "bucket/key")


@pytest.mark.parametrize(
    "text", ["", "work", "arn:aws:sqs:work", "https://queue", "arn:aws:sqs:::"]
)
def test_what_is_none_has_no_parts(text: str) -> None:
    assert not is_arn(text)
    with pytest.raises(ValueError, match="is no ARN"):
        whole(text)
