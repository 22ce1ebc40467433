"""What an S3 URI names. Loads nothing of moto: a request is read without any store."""

from __future__ import annotations

from dataclasses import dataclass


class NotS3(Exception):
    """The text is no S3 URI. The message says which text."""


@dataclass(frozen=True)
class S3Location:
    """An object, or a prefix of keys (empty for a whole bucket)."""

    bucket: str
    key: str

    @classmethod
    def parse(cls, uri: str) -> S3Location:
        """Read ``s3://bucket/key``.

        Raises:
            NotS3: it is something else.
        """
        scheme, _, rest = uri.partition("://")
        bucket, _, key = rest.partition("/")
        if scheme not in ("s3", "S3") or not bucket:
            raise NotS3(f'"{uri}" is not an S3 URI such as s3://bucket/key')
        return cls(bucket, key)

    def below(self, *names: str) -> S3Location:
        """The key made of this one, taken as a folder, and of names below it."""
        parts = [self.key.strip("/"), *names]
        return S3Location(self.bucket, "/".join(part for part in parts if part))

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"
