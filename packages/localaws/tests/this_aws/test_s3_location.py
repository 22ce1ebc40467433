"""S3 URIs as values."""

from __future__ import annotations

import pytest

from localaws.this_aws.s3_location import NotS3, S3Location


def test_a_location_is_read_and_written() -> None:
    location = S3Location.parse("s3://bucket/a/b/")
    assert (location.bucket, location.key) == ("bucket", "a/b/")
    assert str(location.below("c", "d")) == "s3://bucket/a/b/c/d"
    assert str(S3Location.parse("s3://bucket").below("c")) == "s3://bucket/c"


@pytest.mark.parametrize("text", ["", "bucket/key", "https://bucket/key", "s3://", "s3:///key"])
def test_other_text_is_no_location(text: str) -> None:
    with pytest.raises(NotS3):
        S3Location.parse(text)
