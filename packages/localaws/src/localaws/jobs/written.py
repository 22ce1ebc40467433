"""Opens what a container wrote, where it wrote it: no link leads the server out of its ``/opt/ml``.

A program may put a link, a pipe or a socket in the place of any file or folder of its own, and while
it runs it may do so between two looks. Hence each part of a path is opened from the folder before it,
never by the whole path. What becomes of the files is left to ``outputs``, ``mirror`` and ``messages``.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe would otherwise be waited for until somebody writes to it.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_DEEPEST = 512  # folders in each other; a key has not more, and Linux's paths hardly


@dataclass(frozen=True)
class Written:
    """A folder of a container: ``path`` below ``ml``, which only the server can replace."""

    ml: Path
    path: str = ""

    def settled(self) -> Path:
        """The folder's own path, good for as long as nobody changes anything any more.

        Raises:
            FileNotFoundError: there is none.
            OSError: there is something else, or a link on the way.
        """
        os.close(self._open_folder(PurePosixPath()))
        return self.ml / self.path

    def regular_files(self) -> Iterator[tuple[str, os.stat_result]]:
        """Every regular file below, by relative path, in order; links are not followed.

        Raises:
            OSError: the folder has been replaced, or one in it cannot be read.
        """
        waiting = [PurePosixPath()]
        while waiting:
            here = waiting.pop()
            try:
                folder = self._open_folder(here)
            except FileNotFoundError:  # a running container may remove it at any time
                continue
            except NotADirectoryError:
                if not here.parts:
                    raise
                continue
            try:
                with os.scandir(folder) as entries:
                    found = sorted(_seen(entries))
            finally:
                os.close(folder)
            below = []
            for name, status in found:
                if stat.S_ISREG(status.st_mode):
                    yield (here / name).as_posix(), status
                elif stat.S_ISDIR(status.st_mode):
                    below.append(here / name)
            waiting += reversed(below)

    def open(self, name: str) -> BinaryIO:
        """A regular file below, by its relative path.

        Raises:
            FileNotFoundError: it is gone.
            OSError: it is something else by now, a link on the way included, or cannot be read.
        """
        path = PurePosixPath(name)
        folder = self._open_folder(path.parent)
        try:
            number = os.open(path.name, _FILE, dir_fd=folder)
        finally:
            os.close(folder)
        if not stat.S_ISREG(os.fstat(number).st_mode):
            os.close(number)
            raise OSError(errno.EINVAL, "It is no regular file", self._shown(path))
        return os.fdopen(number, "rb")

    def _open_folder(self, below: PurePosixPath) -> int:
        parts = PurePosixPath(self.path, below).parts
        if len(parts) > _DEEPEST:
            raise OSError(errno.ENAMETOOLONG, "Folders are nested too deeply", f"{below}"[:100])
        folder = os.open(self.ml, _FOLDER & ~os.O_NOFOLLOW)
        for part in parts:
            try:
                deeper = os.open(part, _FOLDER, dir_fd=folder)
            except OSError as error:
                if error.errno in (errno.ELOOP, errno.ENOTDIR):  # systems differ
                    raise NotADirectoryError(
                        errno.ENOTDIR, "It is no folder any more", self._shown(below)
                    ) from error
                raise
            finally:
                os.close(folder)
            folder = deeper
        return folder

    def _shown(self, below: PurePosixPath) -> str:
        return str(PurePosixPath("/opt/ml", self.path, below))


def _seen(entries: Iterator[os.DirEntry[str]]) -> Iterator[tuple[str, os.stat_result]]:
    for entry in entries:
        try:
            yield entry.name, entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
