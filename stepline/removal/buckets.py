"""The bucket of a pipeline's stage: found without its stack, counted, and emptied with all versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from stepline.deployment import stack_name
from stepline.errors import UserError
from stepline.target import Target

MOST_AT_ONCE = 1000  # keys of one DeleteObjects request
_NO_TAGS = ("NoSuchTagSet", "NoSuchBucket", "AccessDenied")


@dataclass(frozen=True)
class Contents:
    """What lies below a prefix: S3 bills replaced and deleted versions too."""

    objects: int = 0
    old_versions: int = 0
    size: int = 0

    def __str__(self) -> str:
        old = f" and {self.old_versions} old versions" if self.old_versions else ""
        return f"{self.objects} objects{old}, {_size(self.size)}"


def left(target: Target, pipeline: str, stage: str) -> list[str]:
    """The names of the buckets that stacks of this stage have made here, the latest first.

    CloudFormation names a bucket after its stack, and tags it as the stack is tagged.
    """
    s3, name = target.client("s3"), stack_name(pipeline, stage)
    wanted = {"stepline:pipeline": pipeline, "stepline:stage": stage}
    buckets = [b for b in s3.list_buckets()["Buckets"] if b["Name"].startswith(f"{name}-")]
    return [
        bucket["Name"]
        for bucket in sorted(buckets, key=lambda b: (b["CreationDate"], b["Name"]), reverse=True)
        if _region(s3, bucket["Name"]) == target.region
        and wanted.items() <= _tags(s3, bucket["Name"]).items()
    ]


def contents(s3: Any, bucket: str, prefix: str = "") -> Contents:
    """What lies in it, below the prefix."""
    objects = old = size = 0
    for version in _versions(s3, bucket, prefix):
        size += version.get("Size", 0)
        current = version["IsLatest"] and "Size" in version
        objects, old = objects + current, old + (not current)
    return Contents(objects, old, size)


def empty(s3: Any, bucket: str, prefix: str = "") -> None:
    """Delete every version of everything below the prefix, and uploads that never ended.

    Raises:
        UserError: S3 keeps some of them; it names one and says why.
    """
    batch: list[dict[str, str]] = []
    for version in list(_versions(s3, bucket, prefix)):
        batch.append({"Key": version["Key"], "VersionId": version["VersionId"]})
        if len(batch) == MOST_AT_ONCE:
            _delete(s3, bucket, batch)
            batch = []
    if batch:
        _delete(s3, bucket, batch)
    pages = s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, Prefix=prefix)
    for upload in [upload for page in pages for upload in page.get("Uploads", [])]:
        s3.abort_multipart_upload(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])


def exists(s3: Any, bucket: str) -> bool:
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("404", "NoSuchBucket", "NotFound"):
            return False
        raise
    return True


def _delete(s3: Any, bucket: str, batch: list[dict[str, str]]) -> None:
    done = s3.delete_objects(Bucket=bucket, Delete={"Objects": batch, "Quiet": True})
    if errors := done.get("Errors"):
        first = errors[0]
        raise UserError(
            f"S3 keeps {len(errors)} objects of {bucket}, such as {first['Key']}: "
            f"{first.get('Message') or first.get('Code')}."
        )


def _versions(s3: Any, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
    """Versions, which have a size, and delete markers, which have none."""
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
        yield from page.get("Versions", [])
        yield from page.get("DeleteMarkers", [])


def _region(s3: Any, bucket: str) -> str:
    try:
        return s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] or "us-east-1"
    except ClientError:  # somebody else's by now, or gone
        return ""


def _tags(s3: Any, bucket: str) -> dict[str, str]:
    try:
        found = s3.get_bucket_tagging(Bucket=bucket)["TagSet"]
    except ClientError as error:
        if error.response["Error"]["Code"] in _NO_TAGS:
            return {}
        raise
    return {tag["Key"]: tag["Value"] for tag in found}


def _size(count: int) -> str:
    size = float(count)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
