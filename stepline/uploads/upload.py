"""Carries changes out: record, then send, then delete, so that an interruption loses nothing.

Objects that are there already are left alone; others under the prefix are deleted, so that a pipeline
never trains on a mixture of two data sets. The bucket keeps their versions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError

from stepline.errors import UserError
from stepline.uploads import record as records
from stepline.uploads import stored
from stepline.uploads.change import Change, decide, may_be_same
from stepline.uploads.record import Before
from stepline.uploads.source import SourceFile, described, files_under
from stepline.uploads.stored import FINGERPRINT, WHOLE


@dataclass(frozen=True)
class Upload:
    """Some prefixes of one bucket, each with the file or folder whose contents it is to have."""

    source: str
    changes: tuple[Change, ...]
    can_be_undone: bool

    @property
    def bucket(self) -> str:
        return self.changes[0].bucket

    @property
    def sent(self) -> dict[str, SourceFile]:
        return {key: file for change in self.changes for key, file in change.sent.items()}

    @property
    def gone(self) -> list[str]:
        return [key for change in self.changes for key in change.gone]

    @property
    def replaces(self) -> bool:
        """Whether anything that lies there now will not."""
        return any(change.lost for change in self.changes)

    @property
    def changes_nothing(self) -> bool:
        return not self.sent and not self.gone


def planned(s3: Any, sources: Mapping[str, Path]) -> Upload:
    """What has to be done for each prefix (an S3 address) to hold what its path does; all paths and
    files are read before this returns, and nothing is changed.

    Raises:
        UserError: a path holds what cannot be uploaded, or S3 refuses.
    """
    read = {uri: described(files_under(source)) for uri, source in sources.items()}
    shown = ", ".join(str(source.absolute()) for source in sources.values())
    with _said(f"what lies at {', '.join(sources)} could not be looked at"):
        changes = tuple(_change(s3, uri, files) for uri, files in read.items())
        versions = stored.keeps_versions(s3, changes[0].bucket)
    return Upload(shown, changes, versions)


def carry_out(s3: Any, upload: Upload, say: Callable[[str], None]) -> None:
    """Do it; ``say`` hears how far it is.

    Raises:
        UserError: what lies there is not what it was when this was planned, a file cannot be read any
            more, or S3 refuses.
    """
    if upload.changes_nothing:
        return
    with _said(f"{upload.source} could not be uploaded to {upload.changes[0].uri}"):
        _look_again(s3, upload)
        record = records.begun(
            upload.source,
            sent={key: file.sha256 for key, file in upload.sent.items()},
            before={
                key: Before(each.version, each.size, each.etag)
                for change in upload.changes
                for key, each in change.lost.items()
            },
        )
        records.write(s3, upload.bucket, record)
        for key, file in upload.sent.items():
            extra = {"Metadata": {FINGERPRINT: file.sha256}}
            count = _Count(file, say)
            s3.upload_file(
                str(file.path), upload.bucket, key, ExtraArgs=extra, Config=WHOLE, Callback=count
            )
        # After the uploads: an interrupted one leaves too much rather than too little.
        stored.delete(s3, upload.bucket, upload.gone)
        records.write(s3, upload.bucket, records.ended(record))


def _change(s3: Any, uri: str, files: Mapping[str, SourceFile]) -> Change:
    bucket, prefix = stored.address(uri)
    there = stored.lying(s3, bucket, prefix)
    alike = may_be_same(files, prefix, there)
    fingerprints = {key: stored.fingerprint(s3, bucket, key) for key in alike}
    return decide(bucket, prefix, files, there, fingerprints)


def _look_again(s3: Any, upload: Upload) -> None:
    for change in upload.changes:
        if stored.lying(s3, change.bucket, change.prefix) != change.there:
            raise UserError(
                f"What lies at {change.uri} has changed since it was looked at, so nothing was done. "
                "Do this again to see what it would come to now."
            )


@contextmanager
def _said(what: str) -> Iterator[None]:
    try:
        yield
    except (ClientError, BotoCoreError, Boto3Error) as error:
        raise UserError(f"{what[0].upper()}{what[1:]}: {error}") from error
    except OSError as error:
        raise UserError(
            f"{what[0].upper()}{what[1:]}: {error.filename}: {error.strerror}."
        ) from error


class _Count:
    """Says how much of a file has been sent; boto3 calls it with the bytes since the last call."""

    def __init__(self, file: SourceFile, say: Callable[[str], None]) -> None:
        self._name, self._size, self._say = file.path.name, file.size, say
        self._sent = 0

    def __call__(self, sent: int) -> None:
        self._sent += sent
        share = 100 * self._sent // max(1, self._size)
        self._say(f"{self._name} {share} % of {self._size:,} bytes")
