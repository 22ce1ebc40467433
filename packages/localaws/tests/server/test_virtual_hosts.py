"""The bucket in a host's name goes to the path, for S3 alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from localaws.server.virtual_hosts import PathStyle

S3 = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, "
    "SignedHeaders=host, Signature=0"
)


def seen(host: str, authorization: str = S3, raw: str = "/a%20b?x=1") -> tuple[str, str, str]:
    """The host, the path and the target that come through."""

    def application(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        return [environ["HTTP_HOST"], environ["PATH_INFO"], environ["RAW_URI"]]

    environ = {"REQUEST_METHOD": "GET", "HTTP_HOST": host, "PATH_INFO": "/a b", "RAW_URI": raw}
    host, path, target = PathStyle(application)(
        environ | {"HTTP_AUTHORIZATION": authorization}, lambda *_: None
    )
    return str(host), str(path), str(target)


@pytest.mark.parametrize(
    ("below", "bucket"),
    [
        ("bucket", "/bucket"),
        ("my.bucket", "/my.bucket"),
        ("my.bucket.s3", "/my.bucket"),
        ("bucket.s3.eu-west-1", "/bucket"),
        ("bucket.s3-eu-west-1", "/bucket"),
        ("bucket.s3.dualstack.us-gov-west-1", "/bucket"),
        ("s3", ""),
        ("s3.us-east-1", ""),
    ],
)
def test_a_bucket_is_what_stands_before_the_service(below: str, bucket: str) -> None:
    expected = ("localhost:4566", f"{bucket}/a b", f"{bucket}/a%20b?x=1")
    assert seen(f"{below}.localhost:4566") == expected
    assert seen(f"{below}.localhost:4566", "", "http://x.localhost/a%20b?x=1")[:2] == expected[:2]


def test_other_services_and_other_names_stay_as_they_are() -> None:
    for host, authorization in (
        ("iam.localhost", S3.replace("s3", "iam")),
        ("localhost:4566", S3),
        ("127.0.0.1:4566", S3),
    ):
        assert seen(host, authorization) == (host, "/a b", "/a%20b?x=1")
