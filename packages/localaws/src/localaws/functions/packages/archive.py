"""Unpacks a zip of unknown origin into a folder, and writes nowhere else.

Run bits are taken over, links only where they stay inside; a name that climbs out of the folder
has the whole zip refused, by that name.
"""

from __future__ import annotations

import io
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

_LONGEST_LINK = 4096
_LONGEST_NAME = 100  # in a message
_CHUNK = 1 << 20
_ENCRYPTED = 0x1  # of the general purpose bits


class BadPackage(Exception):
    """The bytes are no zip, or a member of it leads out of the folder. The message says which."""


def size(content: bytes) -> int:
    """How many bytes it has unpacked, by its own account.

    Raises:
        BadPackage: it is no zip.
    """
    with _opened(content) as archive:
        return sum(member.file_size for member in archive.infolist())


def check(content: bytes) -> None:
    """See that every member stays in its folder.

    Raises:
        BadPackage: it is no zip, or one does not, or nobody could read it.
    """
    with _opened(content) as archive:
        _check(archive.infolist())


def extensions(content: bytes) -> tuple[str, ...]:
    """The extensions that a layer's zip has, which Lambda would start beside the runtime.

    Raises:
        BadPackage: it is no zip.
    """
    with _opened(content) as archive:
        paths = (PurePosixPath(member.filename) for member in archive.infolist())
        return tuple(
            path.name for path in paths if path.parts[:-1] == ("extensions",) and path.name
        )


def unpack(content: bytes, folder: Path, most: int) -> int:
    """Unpack files, folders and links; the bytes that were written.

    What was there is replaced, as a later layer replaces a file of an earlier one.

    Args:
        most: bytes that may be written, whatever the zip says of itself.

    Raises:
        BadPackage: see ``check``; or it has more, or is damaged. Part of it may have been written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    root = folder.resolve()
    written = 0
    try:
        with _opened(content) as archive:
            members = archive.infolist()
            _check(members)
            for member in members:
                try:
                    written += _write(archive, member, root, most - written)
                except OSError as error:  # a file where a folder is to be, a name too long
                    # Not the error's own text, which names folders of this machine.
                    said = f"{_short(member.orig_filename)!r}: {error.strerror}"
                    raise BadPackage(f"Could not unzip uploaded file: {said}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadPackage(f"Could not unzip uploaded file: {error}") from error
    except ValueError as error:
        raise BadPackage(f"Could not unzip uploaded file: {error}") from error
    return written


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BadPackage(
            "Could not unzip uploaded file. Please check your file, then try to upload again."
        ) from error


def _check(members: Iterable[zipfile.ZipInfo]) -> None:
    for member in members:
        # What zipfile makes of a name is not asked: it would drop the climbing parts in silence.
        name = PurePosixPath(member.orig_filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or "\0" in member.orig_filename:
            raise BadPackage(
                f"The zip is refused: its member {member.orig_filename!r} leads out of the "
                "function's folder."
            )
        if member.flag_bits & _ENCRYPTED:
            raise BadPackage(
                f"The zip is refused: its member {member.orig_filename!r} is encrypted."
            )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, root: Path, left: int) -> int:
    mode = member.external_attr >> 16
    path = root / member.filename
    if member.is_dir():
        _inside(path, root, member.filename).mkdir(parents=True, exist_ok=True)
        return 0
    _inside(path.parent, root, member.filename).mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or path.is_file():
        path.unlink()
    if stat.S_ISLNK(mode):
        if member.file_size > _LONGEST_LINK:
            raise BadPackage(f"The link {member.filename!r} of the zip is too long.")
        target = archive.read(member).decode()
        _inside(path.parent / target, root, member.filename)
        path.symlink_to(target)
        return 0
    with archive.open(member) as source, path.open("xb") as out:
        written = _copy(source, out, left)
    path.chmod(0o755 if mode & 0o111 else 0o644)
    return written


def _copy(source: object, out: io.BufferedWriter, left: int) -> int:
    written = 0
    while chunk := source.read(_CHUNK):  # type: ignore[attr-defined]
        written += len(chunk)
        if written > left:
            raise BadPackage("The zip has more in it than a function may have unpacked.")
        out.write(chunk)
    return written


def _inside(path: Path, root: Path, name: str) -> Path:
    """The path, every link on the way followed.

    Raises:
        BadPackage: it is not in the folder.
    """
    resolved = path.resolve()
    if not resolved.is_relative_to(root):
        raise BadPackage(
            f"The zip is refused: its member {name!r} leads out of the function's folder."
        )
    return resolved


def remove(folder: Path) -> None:
    """Take away what was unpacked."""
    shutil.rmtree(folder, ignore_errors=True)
