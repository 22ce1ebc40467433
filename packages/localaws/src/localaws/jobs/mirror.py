"""Keeps S3 like a folder while a container writes to it: checkpoints and continuous outputs."""

from __future__ import annotations

import logging
import os
import threading

from localaws.jobs.failures import JobFailed
from localaws.jobs.outputs import upload_file, written_files
from localaws.jobs.written import Written
from localaws.this_aws import objects
from localaws.this_aws.s3_location import S3Location

_SCAN_SECONDS = 1.0

log = logging.getLogger(__name__)


class Mirror:
    """Keeps a location like a folder while a container writes to it.

    A file is put once it has not changed between two looks, so that none is caught half written;
    the last look, after the container's end, puts all that changed. With ``deletes``, what vanishes
    from the folder vanishes from S3, if it had been there through this mirror.
    """

    def __init__(self, folder: Written, location: S3Location, deletes: bool = False) -> None:
        self._folder = folder
        self._location = location
        self._deletes = deletes
        self._uploaded: dict[str, tuple[int, int]] = {}
        self._seen: dict[str, tuple[int, int]] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"mirror {location}", daemon=True)

    def start(self) -> None:
        """Begin; what is in the folder now counts as being in S3."""
        self._uploaded = {name: _mark(found) for name, found in written_files(self._folder)}
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
        now = {name: _mark(found) for name, found in written_files(self._folder)}
        for name, mark in now.items():
            settled = last or self._seen.get(name) == mark
            if settled and self._uploaded.get(name) != mark:
                upload_file(self._folder, name, self._location.below(name))
                self._uploaded[name] = mark
        if self._deletes:
            for name in set(self._uploaded) - set(now):
                target = self._location.below(name)
                objects.delete(target.bucket, target.key)
                del self._uploaded[name]
        self._seen = now


def _mark(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns
