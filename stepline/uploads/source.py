"""The user's files that an upload sends, or the sentence why none can be made of what is there.

All of it is looked at before anything is sent: a folder with one thing in it that cannot be an object
is refused as a whole. Hidden files are left out, as they are the tools' rather than the user's.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from stepline.errors import UserError

MOST = 10_000
"""Files of one upload. A job fetches each by itself, and a person is told of each that goes."""
LONGEST_NAME = 1000  # bytes; S3's keys have 1,024, the prefix included
# What S3's lists, which are XML, cannot name, and halves of characters (bytes that are no UTF-8).
_NO_KEY = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class SourceFile:
    """A file and what is in it."""

    path: Path
    size: int
    sha256: str


def files_under(source: Path) -> dict[str, Path]:
    """The files of a file or folder by their relative names.

    Raises:
        UserError: there is no such path, or nothing in it, or something that cannot be uploaded.
    """
    kind = _kind(source)
    if stat.S_ISREG(kind):
        return {_checked(source.name, source): source}
    if not stat.S_ISDIR(kind):
        raise UserError(f"{source} is neither a file nor a folder, so it cannot be uploaded.")
    found: dict[str, Path] = {}
    for path in _walk(source):
        found[_checked(path.relative_to(source).as_posix(), path)] = path
        if len(found) > MOST:
            raise UserError(
                f"The folder {source} holds more than {MOST:,} files, and jobs fetch each by itself. "
                "Put them together into fewer ones; or copy them with `aws s3 sync` and start with "
                '`--input \'{"data": "s3://…/"}\'`.'
            )
    if not found:
        raise UserError(f"The folder {source} holds no file.")
    return dict(sorted(found.items()))


def described(files: Mapping[str, Path]) -> dict[str, SourceFile]:
    """The same files, each read once from beginning to end.

    Raises:
        UserError: one cannot be read.
    """
    return {name: _described(path) for name, path in files.items()}


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _described(path: Path) -> SourceFile:
    try:
        return SourceFile(path, path.stat().st_size, fingerprint(path))
    except OSError as error:
        raise UserError(f"The file {path} cannot be read: {error.strerror}.") from error


def _kind(source: Path) -> int:
    try:
        return source.stat().st_mode
    except FileNotFoundError as error:
        if source.is_symlink():
            raise UserError(f"{source} is a symbolic link to nothing.") from error
        raise UserError(f"There is no file or folder {source}.") from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise UserError(f"{source} cannot be read: {why}.") from error


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder. Links are not followed: they may lead out of it, or around."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise UserError(f"The folder {folder} cannot be read: {error.strerror}.") from error
    for entry in found:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            raise UserError(
                f"{path} is a symbolic link, which S3 has not. Put the file itself there, or name "
                f"what it leads to: {path.readlink()}."
            )
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
        elif entry.is_file(follow_symlinks=False):
            yield path
        else:
            raise UserError(f"{path} is neither a file nor a folder, so it cannot be uploaded.")


def _checked(name: str, path: Path) -> str:
    if _NO_KEY.search(name):
        shown = ascii(str(path))
        raise UserError(
            f"The file {shown} has a character in its name that a key in S3 cannot have, or bytes "
            "that are no UTF-8. Rename it."
        )
    if len(name.encode()) > LONGEST_NAME:
        raise UserError(
            f"The name of {path} is longer than the {LONGEST_NAME:,} bytes that a key in S3 has for it."
        )
    return name
