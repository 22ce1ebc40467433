"""What an S3 URI names. Loads nothing of moto: a request is read without any store.

S3's addresses are those of its user guide ("Methods for accessing a general purpose bucket", and the
table of its endpoints): the bucket in the path or before the host, dual-stack, FIPS, the older
``s3-REGION`` and the one without a region, in AWS's partitions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

_HOST = re.compile(
    r"(?:(?P<bucket>.+?)\.)?"
    r"s3(?:-fips)?(?:\.dualstack)?(?:[.-](?:external-1|[a-z]{2,}(?:-[a-z]+)+-\d+))?"
    r"\.amazonaws\.com(?:\.cn)?"
)


class NotS3(Exception):
    """The text is no S3 URI. The message says which text."""


@dataclass(frozen=True)
class S3Location:
    """An object, or a prefix of keys (empty for a whole bucket)."""

    bucket: str
    key: str

    @classmethod
    def parse(cls, uri: str) -> S3Location:
        """Read ``s3://bucket/key``, or the ``https`` address of the same.

        Raises:
            NotS3: it is something else.
        """
        scheme, _, rest = uri.partition("://")
        first, _, key = rest.partition("/")
        if scheme == "https":
            return cls._addressed(uri, first, key)
        if scheme not in ("s3", "S3") or not first:
            raise NotS3(f'"{uri}" is not an S3 URI such as s3://bucket/key')
        return cls(first, key)

    @classmethod
    def _addressed(cls, uri: str, host: str, path: str) -> S3Location:
        """The location of a URL, whose path is percent-encoded, as a key is not."""
        found = _HOST.fullmatch(host.lower())
        bucket, key = (found and found["bucket"]) or "", path
        if found and not bucket:
            bucket, _, key = path.partition("/")
        if not bucket or "?" in path or "#" in path:
            raise NotS3(
                f'"{uri}" is not an S3 address such as '
                "https://s3.us-east-1.amazonaws.com/bucket/key, or s3://bucket/key"
            )
        return cls(bucket, unquote(key))

    def below(self, *names: str) -> S3Location:
        """The key made of this one, taken as a folder, and of names below it."""
        parts = [self.key.strip("/"), *names]
        return S3Location(self.bucket, "/".join(part for part in parts if part))

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"
