"""S3 URIs as values."""

from __future__ import annotations

import pytest

from localaws.this_aws.s3_location import NotS3, S3Location


def test_a_location_is_read_and_written() -> None:
    location = S3Location.parse("s3://bucket/a/b/")
    assert (location.bucket, location.key) == ("bucket", "a/b/")
    assert str(location.below("c", "d")) == "s3://bucket/a/b/c/d"
    assert str(S3Location.parse("s3://bucket").below("c")) == "s3://bucket/c"


@pytest.mark.parametrize(
    "host",
    [
        "s3.us-east-1.amazonaws.com/a.bucket",
        "s3-us-west-2.amazonaws.com/a.bucket",
        "s3.amazonaws.com/a.bucket",
        "s3.dualstack.eu-west-1.amazonaws.com/a.bucket",
        "s3-fips.dualstack.us-gov-west-1.amazonaws.com/a.bucket",
        "s3.cn-north-1.amazonaws.com.cn/a.bucket",
        "a.bucket.s3.us-east-1.amazonaws.com",
        "a.bucket.s3-ap-southeast-2.amazonaws.com",
        "a.bucket.s3.amazonaws.com",
        "a.bucket.s3.dualstack.us-iso-east-1.amazonaws.com",
        "a.bucket.S3.cn-northwest-1.amazonaws.com.cn",
    ],
)
def test_an_https_address_of_s3_is_a_location(host: str) -> None:
    assert S3Location.parse(f"https://{host}/data/x") == S3Location("a.bucket", "data/x")
    assert S3Location.parse(f"https://{host}") == S3Location("a.bucket", "")


def test_an_address_is_percent_encoded_as_a_key_is_not() -> None:
    encoded = S3Location.parse("https://s3.us-east-1.amazonaws.com/b/a%20b%2Fc%3F+d/")
    assert encoded == S3Location("b", "a b/c?+d/")
    assert S3Location.parse("s3://b/a%20b").key == "a%20b"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "bucket/key",
            "https://bucket/key",
            "s3://",
            "s3:///key",
            "http://s3.amazonaws.com/b/k",
        ),
        *(
            "https://",
            "https://s3.us-east-1.amazonaws.com",
            "https://s3.us-east-1.amazonaws.com//k",
        ),
        "https://bucket.s3.us-east-1.amazonaws.com.example.org/key",
        "https://ecr.us-east-1.amazonaws.com/bucket/key",
        "https://bucket.s3.us-east-1.amazonaws.com/key?versionId=1",
    ],
)
def test_other_text_is_no_location(text: str) -> None:
    with pytest.raises(NotS3):
        S3Location.parse(text)
