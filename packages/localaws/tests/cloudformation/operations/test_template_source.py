"""A template is in the request, in S3 or the stack's own: in exactly one of them."""

from __future__ import annotations

import pytest

from localaws.cloudformation.errors import ValidationError
from localaws.cloudformation.operations import template_source
from localaws.cloudformation.operations.template_source import read


class Objects:
    """S3 as the module uses it, with one object that is as large as it says."""

    class NoSuchBucket(Exception):
        pass

    class NoSuchKey(Exception):
        pass

    class Denied(Exception):
        pass

    def __init__(self, size: int = 1, content: bytes = b"text") -> None:
        self._size, self._content = size, content
        self.asked: list[str] = []

    def size(self, bucket: str, key: str) -> int:
        self.asked.append(f"{bucket} {key}")
        return self._size

    def read(self, bucket: str, key: str) -> bytes:
        return self._content


def test_a_request_names_one_template() -> None:
    assert read("body", None, "previous", False) == "body"
    assert read(None, None, "previous", True) == "previous"
    for several in (("body", "url", False), ("body", None, True), (None, "url", True)):
        with pytest.raises(ValidationError, match="more than one of"):
            read(several[0], several[1], "previous", several[2])
    for previous in ("previous", None):
        with pytest.raises(ValidationError, match="Either Template URL or Template Body"):
            read(None, None, previous, use_previous=previous is None)


def test_a_body_has_at_most_51200_bytes() -> None:
    assert read("é" * 25_600, None, None, False)
    with pytest.raises(ValidationError, match="less than or equal to 51200"):
        read("é" * 25_600 + "x", None, None, False)


@pytest.mark.parametrize(
    "url",
    [
        "https://s3.amazonaws.com/bucket/a/b.json",
        "https://bucket.s3.amazonaws.com/a/b.json",
        "https://bucket.s3.eu-west-1.amazonaws.com/a/b.json",
        "https://bucket.s3-eu-west-1.amazonaws.com/a/b.json",
        "https://s3.cn-north-1.amazonaws.com.cn/bucket/a/b.json",
        "http://localhost:4566/bucket/a/b.json",
        "http://bucket.localhost:4566/a/b.json",
        "http://bucket.s3.localhost:4566/a%2Fb.json",
    ],
)
def test_a_url_names_an_object(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    s3 = Objects()
    monkeypatch.setattr(template_source, "objects", s3)
    assert read(None, url, None, False) == "text"
    assert s3.asked == ["bucket a/b.json"]


@pytest.mark.parametrize("url", ["ftp://s3.amazonaws.com/b/k", "http://[", "https://host/bucket"])
def test_a_url_that_names_none_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="must be a supported URL"):
        read(None, url, None, False)


@pytest.mark.parametrize(
    ("s3", "says"),
    [
        (Objects(size=1_000_001), "may not exceed 1000000 bytes"),
        (Objects(content=b"\xff"), "is no text in UTF-8"),
    ],
)
def test_an_object_that_is_no_template_is_refused(
    monkeypatch: pytest.MonkeyPatch, s3: Objects, says: str
) -> None:
    monkeypatch.setattr(template_source, "objects", s3)
    with pytest.raises(ValidationError, match=says):
        read(None, "http://localhost/b/k", None, False)
