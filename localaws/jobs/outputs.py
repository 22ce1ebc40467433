"""Puts what a container wrote into S3: at the end, and while it runs where that was asked for."""

from __future__ import annotations

import logging
import os
import stat
import tarfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from localaws import objects
from localaws.jobs.failures import JobFailed, client_error
from localaws.objects import S3Location

_SCAN_SECONDS = 1.0
_GZIP_LEVEL = 1  # weights hardly compress; a higher level costs minutes and gains nothing

log = logging.getLogger(__name__)


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
        _upload(folder / name, location.below(name))
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
    except (objects.NoSuchBucket, OSError) as error:
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


def _upload(path: Path, location: S3Location) -> None:
    try:
        objects.upload(location.bucket, location.key, path)
    except (objects.NoSuchBucket, OSError) as error:
        raise _failed(str(error)) from error


def _failed(message: str) -> JobFailed:
    return client_error(f"Data upload failed: {message}")


class Mirror:
    """Keeps a location like a folder while a container writes to it.

    A file is put once it has not changed between two looks, so that none is caught half written;
    the last look, after the container's end, puts all that changed. With ``deletes``, what vanishes
    from the folder vanishes from S3, if it had been there through this mirror.
    """

    def __init__(self, folder: Path, location: S3Location, deletes: bool = False) -> None:
        self._folder = folder
        self._location = location
        self._deletes = deletes
        self._uploaded: dict[str, tuple[int, int]] = {}
        self._seen: dict[str, tuple[int, int]] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"mirror {location}", daemon=True)

    def start(self) -> None:
        """Begin; what is in the folder now counts as being in S3."""
        self._uploaded = {name: _mark(found) for name, found in regular_files(self._folder)}
        self._thread.start()

    def stop(self) -> None:
        """Look a last time, when the container has ended.

        Raises:
            JobFailed: the bucket is gone, or a file cannot be read.
        """
        self._ended.set()
        self._thread.join()
        self._look(last=True)

    def _run(self) -> None:
        while not self._ended.wait(_SCAN_SECONDS):
            try:
                self._look(last=False)
            except JobFailed as error:
                log.warning("%s is not up to date: %s", self._location, error)

    def _look(self, last: bool) -> None:
        now = {name: _mark(found) for name, found in regular_files(self._folder)}
        for name, mark in now.items():
            settled = last or self._seen.get(name) == mark
            if settled and self._uploaded.get(name) != mark:
                _upload(self._folder / name, self._location.below(name))
                self._uploaded[name] = mark
        if self._deletes:
            for name in set(self._uploaded) - set(now):
                place = self._location.below(name)
                objects.delete(place.bucket, place.key)
                del self._uploaded[name]
        self._seen = now


def _mark(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns
