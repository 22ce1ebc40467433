"""Puts what a container wrote into S3 when it has ended; while it runs, ``mirror`` does."""

from __future__ import annotations

import errno
import os
import shutil
import tarfile
from collections.abc import Iterable
from pathlib import Path

from localaws.jobs.failures import JobFailed, client_error
from localaws.jobs.written import Written
from localaws.this_aws import objects
from localaws.this_aws.s3_location import S3Location

_GZIP_LEVEL = 0  # stored: weights hardly compress, and trying takes longer than all else here


def check_destinations(locations: Iterable[S3Location]) -> None:
    """See that there is a bucket to write to, before hours are spent on what to write.

    Raises:
        JobFailed: there is none.
    """
    for location in locations:
        if not objects.bucket_exists(location.bucket):
            raise _failed(str(objects.NoSuchBucket(location.bucket)))


def written_files(folder: Written) -> list[tuple[str, os.stat_result]]:
    """The regular files of a folder as they are now.

    Raises:
        JobFailed: it cannot be read, or is none any more.
    """
    try:
        return list(folder.regular_files())
    except OSError as error:
        raise _failed(str(error)) from error


def upload_folder(folder: Written, location: S3Location) -> int:
    """Put every file of a folder below a location; returns how many.

    Raises:
        JobFailed: the bucket is gone, or a file cannot be read.
    """
    files = written_files(folder)
    for name, _ in files:
        upload_file(folder, name, location.below(name))
    return len(files)


def upload_archive(folders: list[Written], scratch: Path, location: S3Location) -> bool:
    """Put the merged content of the hosts' folders as one ``.tar.gz``; nothing where all are empty.

    Args:
        folders: the same folder of each host.
        scratch: a file to be written, outside of every container's reach.

    Returns:
        Whether there was anything.

    Raises:
        JobFailed: the bucket is gone, or a file cannot be read.
    """
    try:
        sizes = [found.st_size for folder in folders for _, found in folder.regular_files()]
        if not sizes:
            return False
        _see_that_there_is_room(scratch.parent, sum(sizes))
        with tarfile.open(scratch, "w:gz", compresslevel=_GZIP_LEVEL) as archive:
            for folder in folders:
                for path in sorted(folder.settled().iterdir()):
                    archive.add(path, path.name, filter=_anonymous)
        objects.upload(location.bucket, location.key, scratch)
    except (objects.NoSuchBucket, objects.BadKey, OSError) as error:
        raise _failed(str(error)) from error
    finally:
        scratch.unlink(missing_ok=True)
    return True


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """A member owned by root, as from a container, and no device, socket or pipe."""
    if not (member.isreg() or member.isdir() or member.issym() or member.islnk()):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


def _see_that_there_is_room(folder: Path, size: int) -> None:
    """A file with holes says that it is larger than the disk, and takes that much where it is copied.

    Raises:
        OSError: it would not fit, once here and once as an object.
    """
    if 2 * size > shutil.disk_usage(folder).free:
        raise OSError(errno.ENOSPC, f"No space left on device for {size} bytes")


def upload_file(folder: Written, name: str, location: S3Location) -> None:
    """Put one file.

    Raises:
        JobFailed: the bucket is gone, the file cannot be read, or no object can have its name.
    """
    try:
        with folder.open(name) as file:
            objects.upload_file(location.bucket, location.key, file)
    except (objects.NoSuchBucket, objects.BadKey, OSError) as error:
        raise _failed(str(error)) from error


def _failed(message: str) -> JobFailed:
    return client_error(f"Data upload failed: {message}")
