"""Takes the last upload back: what lay there before it lies there again, and nothing is lost by it.

Restored is by copying the earlier version on top and deleting by a marker, so that the upload's own
objects stay as versions. Nothing is done unless all of it can be: not where somebody has put other
objects in the place of what was uploaded, nor where a version has expired. One that is interrupted goes
on where it was when it is asked for again; after one that ended, the upload before is the last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from stepline.errors import UserError
from stepline.uploads import record as records
from stepline.uploads import stored
from stepline.uploads.record import Before, Record
from stepline.uploads.stored import WHOLE, StoredObject


@dataclass(frozen=True)
class Undo:
    """What has to be done to be where the upload began, by key."""

    record: Record
    restored: Mapping[str, Before]
    deleted: Mapping[str, StoredObject]


def planned(s3: Any, bucket: str) -> Undo:
    """What taking back the last upload comes to; nothing is changed.

    Raises:
        UserError: there is none, or it cannot be taken back whole.
    """
    record = records.latest(s3, bucket)
    if record is None:
        raise UserError(
            f"There is no upload to take back: s3://{bucket}/{records.PREFIX} has a record of none "
            "that was not taken back already."
        )
    tops = {key.partition("/")[0] + "/" for key in (*record.sent, *record.before)}
    there = {k: each for top in sorted(tops) for k, each in stored.lying(s3, bucket, top).items()}
    undo = Undo(
        record,
        restored={
            key: before
            for key, before in record.before.items()
            if key not in there or not _is(there[key], before)
        },
        deleted={
            key: there[key] for key in record.sent if key not in record.before and key in there
        },
    )
    changed = [
        key
        for key in (*undo.restored, *undo.deleted)
        if key in there and not _is_ours(s3, bucket, key, record)
    ]
    if changed:
        raise UserError(
            f"The upload of {record.began} cannot be taken back: something else was put there since: "
            f"{_some(changed)}. Nothing was done. Upload what is right instead."
        )
    expired = [
        key
        for key, before in undo.restored.items()
        if _was_overwritten(there.get(key), before)
        or not stored.is_there(s3, bucket, key, before.version)
    ]
    if expired:
        raise UserError(
            f"The upload of {record.began} cannot be taken back: what lay there before is kept no "
            f"longer, or was never kept: {_some(expired)}. Nothing was done."
        )
    return undo


def carry_out(s3: Any, bucket: str, undo: Undo, say: Callable[[str], None]) -> None:
    """Do it: restore, then delete, then remember. Raises ClientError."""
    for key, before in undo.restored.items():
        say(key)
        earlier = {"Bucket": bucket, "Key": key, "VersionId": before.version}
        s3.copy(earlier, bucket, key, Config=WHOLE)
    stored.delete(s3, bucket, list(undo.deleted))
    records.write(s3, bucket, records.undone(undo.record))


def _is(there: StoredObject, before: Before) -> bool:
    """Whether the object is the one from before the upload, or its copy."""
    return there.version == before.version != "null" or (
        (there.etag, there.size) == (before.etag, before.size)
    )


def _was_overwritten(there: StoredObject | None, before: Before) -> bool:
    """Whether the bucket kept no version of it: then what lies there now has taken its."""
    return there is not None and there.version == before.version


def _is_ours(s3: Any, bucket: str, key: str, record: Record) -> bool:
    """Whether what lies there is what the upload sent."""
    return key in record.sent and stored.fingerprint(s3, bucket, key) == record.sent[key]


def _some(keys: list[str]) -> str:
    return ", ".join(keys[:5]) + (f" and {len(keys) - 5:,} more" if len(keys) > 5 else "")
