"""What an upload did, remembered in the bucket beside the data: ``uploads/<when>-<which>.json``.

It is written before the first file is sent, so that an upload that is interrupted can be taken back as
well as one that ended. It names versions and holds no data, so what it takes back must still be there.
"""

from __future__ import annotations

import getpass
import json
import platform
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from stepline.errors import UserError

PREFIX = "uploads/"


@dataclass(frozen=True)
class Before:
    """An object as it was before the upload replaced or deleted it."""

    version: str
    size: int
    etag: str


@dataclass(frozen=True)
class Record:
    """One upload. Times are ISO 8601; ``ended`` is None for one that was interrupted."""

    key: str
    began: str
    by: str
    source: str
    sent: Mapping[str, str]
    """The SHA-256 of each file by the key that it was sent to."""
    before: Mapping[str, Before]
    """What was replaced or deleted, by key."""
    ended: str | None = None
    undone: str | None = None


def begun(source: str, sent: Mapping[str, str], before: Mapping[str, Before]) -> Record:
    """The record of an upload that is about to begin."""
    now = datetime.now(UTC)
    key = f"{PREFIX}{now:%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(3)}.json"
    return Record(key, now.isoformat(timespec="seconds"), _somebody(), source, sent, before)


def ended(record: Record) -> Record:
    return replace(record, ended=_now())


def undone(record: Record) -> Record:
    return replace(record, undone=_now())


def write(s3: Any, bucket: str, record: Record) -> None:
    """Put the record where ``latest`` finds it. Raises ClientError."""
    told = asdict(record)
    del told["key"]
    body = json.dumps(told, indent=1).encode()
    s3.put_object(Bucket=bucket, Key=record.key, Body=body, ContentType="application/json")


def read_all(s3: Any, bucket: str, most: int) -> list[Record]:
    """The latest records, the last upload first."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=PREFIX)
    keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
    return [_read(s3, bucket, key) for key in sorted(keys, reverse=True)[:most]]


def latest(s3: Any, bucket: str) -> Record | None:
    """The last upload that was not taken back; None where there is none."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=PREFIX)
    keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
    records = (_read(s3, bucket, key) for key in sorted(keys, reverse=True))
    return next((record for record in records if record.undone is None), None)


def _read(s3: Any, bucket: str, key: str) -> Record:
    content = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    try:
        told = json.loads(content)
        before = {name: Before(**each) for name, each in told.pop("before").items()}
        return Record(key=key, before=before, **told)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise UserError(
            f"s3://{bucket}/{key} is no record of an upload, though it lies where they do ({error!r})."
        ) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _somebody() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a user of that number
        user = "somebody"
    return f"{user} on {platform.node() or 'a machine'}"
