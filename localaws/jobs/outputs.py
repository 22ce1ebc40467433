"""Puts what a container wrote into S3 when it has ended; while it runs, ``mirror`` does."""

from __future__ import annotations

import os
import stat
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from localaws import objects
from localaws.jobs.failures import JobFailed, client_error
from localaws.objects import S3Location

_GZIP_LEVEL = 0  # stored: weights hardly compress, and trying takes longer than all else here


def regular_files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every regular file below a folder, by relative path, in order; links are not followed."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(root) / name
            try:
                found = path.lstat()
            except FileNotFoundError:  # a running container may remove it at any time
                continue
            if stat.S_ISREG(found.st_mode):
                yield path.relative_to(folder).as_posix(), found


def check_destinations(locations: Iterable[S3Location]) -> None:
    """See that there is a bucket to write to, before hours are spent on what to write.

    Raises:
        JobFailed: there is none.
    """
    for location in locations:
        if not objects.bucket_exists(location.bucket):
            raise _failed(str(objects.NoSuchBucket(location.bucket)))


def upload_folder(folder: Path, location: S3Location) -> int:
    """Put every file of a folder below a location; returns how many.

    Raises:
        JobFailed: the bucket is gone, or a file cannot be read.
    """
    count = 0
    for name, _ in regular_files(folder):
        upload_file(folder / name, location.below(name))
        count += 1
    return count


def upload_archive(folders: list[Path], scratch: Path, location: S3Location) -> bool:
    """Put the merged content of the hosts' folders as one ``.tar.gz``; nothing where all are empty.

    Args:
        folders: the same folder of each host.
        scratch: a file to be written, outside of every container's reach.

    Returns:
        Whether there was anything.

    Raises:
        JobFailed: the bucket is gone, or a file cannot be read.
    """
    if not any(True for folder in folders for _ in regular_files(folder)):
        return False
    try:
        with tarfile.open(scratch, "w:gz", compresslevel=_GZIP_LEVEL) as archive:
            for folder in folders:
                for path in sorted(folder.iterdir()):
                    archive.add(path, path.name, filter=_anonymous)
        objects.upload(location.bucket, location.key, scratch, settled=True)
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


def upload_file(path: Path, location: S3Location) -> None:
    """Put one file.

    Raises:
        JobFailed: the bucket is gone, the file cannot be read, or no object can have its name.
    """
    try:
        objects.upload(location.bucket, location.key, path)
    except (objects.NoSuchBucket, objects.BadKey, OSError) as error:
        raise _failed(str(error)) from error


def _failed(message: str) -> JobFailed:
    return client_error(f"Data upload failed: {message}")
