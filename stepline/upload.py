"""Makes an S3 prefix hold exactly what a file or folder of the user's holds.

Objects that are there already are left alone, others under the prefix are deleted (the stack's
bucket keeps their versions), so that a pipeline never trains on a mixture of two data sets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

from stepline.errors import UserError

# One part: the object's checksum is then that of the file, by which a second run knows it again.
WHOLE = TransferConfig(multipart_threshold=5 * 1024**3)
FINGERPRINT = "sha256"  # the user metadata key that holds it


@dataclass(frozen=True)
class SyncPlan:
    """What a sync does: files to upload by key, keys to delete, keys that stay."""

    upload: dict[str, Path]
    delete: tuple[str, ...]
    keep: tuple[str, ...]


def files_under(source: Path) -> dict[str, Path]:
    """The files of a file or folder by their relative names; hidden ones are left out.

    Raises:
        UserError: there is no such path, or nothing in it.
    """
    if source.is_file():
        return {source.name: source}
    if not source.is_dir():
        raise UserError(f"There is no file or folder {source}.")
    found = {
        path.relative_to(source).as_posix(): path
        for path in sorted(source.rglob("*"))
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(source).parts)
    }
    if not found:
        raise UserError(f"The folder {source} holds no file.")
    return found


def plan(files: dict[str, Path], prefix: str, there: dict[str, str | None]) -> SyncPlan:
    """Compare files with the objects that are ``there``, by key, with their fingerprints."""
    wanted = {prefix + name: path for name, path in files.items()}
    keep = tuple(k for k, path in wanted.items() if k in there and there[k] == fingerprint(path))
    return SyncPlan(
        upload={key: path for key, path in wanted.items() if key not in keep},
        delete=tuple(key for key in there if key not in wanted),
        keep=keep,
    )


def fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(s3: Any, source: Path, uri: str, say: Callable[[str], None]) -> SyncPlan:
    """Carry out the plan for ``source`` and the prefix ``uri``; ``say`` hears how far it is.

    Raises:
        UserError: the path holds nothing, or S3 refuses.
    """
    parts = urlsplit(uri)
    bucket, prefix = parts.netloc, parts.path.lstrip("/")
    files = files_under(source)
    try:
        decided = plan(files, prefix, _there(s3, bucket, prefix))
        for key, path in decided.upload.items():
            extra = {"Metadata": {FINGERPRINT: fingerprint(path)}}
            count = _Count(path, say)
            s3.upload_file(str(path), bucket, key, ExtraArgs=extra, Config=WHOLE, Callback=count)
        # After the uploads: an interrupted sync leaves too much rather than too little.
        for key in decided.delete:
            s3.delete_object(Bucket=bucket, Key=key)
    except ClientError as error:
        raise UserError(f"{source} could not be uploaded to {uri}: {error}") from error
    return decided


class _Count:
    """Says how much of a file has been sent; boto3 calls it with the bytes since the last call."""

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self._path, self._say, self._sent = path, say, 0
        self._size = max(1, path.stat().st_size)

    def __call__(self, sent: int) -> None:
        self._sent += sent
        self._say(f"{self._path.name} {100 * self._sent // self._size} % of {self._size:,} bytes")


def _there(s3: Any, bucket: str, prefix: str) -> dict[str, str | None]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
    return {
        key: s3.head_object(Bucket=bucket, Key=key)["Metadata"].get(FINGERPRINT) for key in keys
    }
