"""The objects that lie under a prefix now, and earlier versions of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

FINGERPRINT = "sha256"
"""The user metadata key that holds the SHA-256 of what an upload sent."""
# One part: a copy has the ETag and the metadata of what it is a copy of.
WHOLE = TransferConfig(multipart_threshold=5 * 1024**3)
# 400: an id that no version has; 405: a delete marker. HEAD has no body that says more.
_GONE = {"400", "404", "405", "NoSuchKey", "NoSuchVersion", "MethodNotAllowed"}


@dataclass(frozen=True)
class StoredObject:
    """An object as it lies there. ``version`` is "null" in a bucket that keeps none."""

    key: str
    size: int
    etag: str
    version: str
    modified: datetime


def address(uri: str) -> tuple[str, str]:
    """Bucket and prefix of an S3 address."""
    parts = urlsplit(uri)
    return parts.netloc, parts.path.lstrip("/")


def lying(s3: Any, bucket: str, prefix: str) -> dict[str, StoredObject]:
    """The objects under a prefix, by key."""
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix)
    return {
        item["Key"]: StoredObject(
            item["Key"], item["Size"], item["ETag"], item["VersionId"], item["LastModified"]
        )
        for page in pages
        for item in page.get("Versions", [])
        if item["IsLatest"]
    }


def fingerprint(s3: Any, bucket: str, key: str) -> str | None:
    """That of the file which an upload made the object of; None where no upload of ours did."""
    found: str | None = s3.head_object(Bucket=bucket, Key=key)["Metadata"].get(FINGERPRINT)
    return found


def is_there(s3: Any, bucket: str, key: str, version: str) -> bool:
    """Whether the bucket still has that version."""
    try:
        s3.head_object(Bucket=bucket, Key=key, VersionId=version)
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            return False
        raise
    return True


def keeps_versions(s3: Any, bucket: str) -> bool:
    """Whether what is replaced or deleted there can be had again."""
    enabled: bool = s3.get_bucket_versioning(Bucket=bucket).get("Status") == "Enabled"
    return enabled


def delete(s3: Any, bucket: str, keys: list[str]) -> None:
    """Delete objects; the versions stay. Raises ClientError."""
    for at in range(0, len(keys), 1000):
        batch = [{"Key": key} for key in keys[at : at + 1000]]
        done = s3.delete_objects(Bucket=bucket, Delete={"Objects": batch, "Quiet": True})
        for error in done.get("Errors", []):
            said = f"{error['Key']}: {error.get('Message')}"
            raise ClientError({"Error": {"Code": error["Code"], "Message": said}}, "DeleteObjects")
