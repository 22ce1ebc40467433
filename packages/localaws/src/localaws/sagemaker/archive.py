"""Extracts a ``model.tar.gz`` of unknown origin into a folder, and writes nowhere else."""

from __future__ import annotations

import os
import shutil
import tarfile
import zlib
from pathlib import Path


class BadArchive(Exception):
    """The file is no gzipped tar, is cut short, or a member of it leads out of the folder."""


def extract(archive: Path, folder: Path) -> None:
    """Extract files, folders and links. Owners and set-id bits are not taken over.

    Raises:
        BadArchive: see there; part of the archive may have been written into ``folder``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    root = folder.resolve()
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                _write(tar, member, root)
    # A header may say anything: numbers out of range, names with a NUL.
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError, OverflowError) as error:
        raise BadArchive(str(error)) from error
    _check_links(root)


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, root: Path) -> None:
    path = _inside(root / member.name, root, member.name)
    if member.isdir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if member.issym():
        _inside(path.parent / member.linkname, root, member.name)
        path.unlink(missing_ok=True)
        path.symlink_to(member.linkname)
    elif member.islnk():
        shutil.copy2(_linked(root / member.linkname, root, member.name), path)
    elif member.isreg():
        content = tar.extractfile(member)
        assert content is not None  # it is a regular file
        if path.is_symlink():
            path.unlink()
        if member.size > shutil.disk_usage(root).free:
            raise BadArchive(
                f"{member.name} has {member.size} bytes, which is more than the disk has free"
            )
        with content, path.open("wb") as out:
            shutil.copyfileobj(content, out, 1 << 20)
        path.chmod((member.mode & 0o777) | 0o600)
    else:
        raise BadArchive(f"{member.name} is a device or a pipe")


def _linked(source: Path, root: Path, name: str) -> Path:
    """The file that a hard link is to share, every link on the way followed.

    Raises:
        BadArchive: it is not under ``root``, or no file, or a link on the way leads to itself.
    """
    try:
        found = source.resolve(strict=True)
    except RuntimeError as error:  # Python 3.11 and 3.12 say it so
        raise BadArchive(f"{name} is a link that leads to itself") from error
    if not found.is_relative_to(root) or not found.is_file():
        raise BadArchive(f"{name} leads out of the model's folder")
    return found


def _check_links(root: Path) -> None:
    """See that no link leads out now: a later member may have given an earlier one another meaning.

    Raises:
        BadArchive: one does.
    """
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            path = Path(folder) / name
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
                raise BadArchive(f"{path.relative_to(root)} leads out of the model's folder")


def _inside(path: Path, root: Path, name: str) -> Path:
    """``path``, its folder resolved through links made before it.

    Raises:
        BadArchive: it is not under ``root``, or a link on the way leads to itself.
    """
    try:
        resolved = path.resolve() if path.name == ".." else path.parent.resolve() / path.name
    except RuntimeError as error:  # Python 3.11 and 3.12 say it so
        raise BadArchive(f"{name} lies behind a link that leads to itself") from error
    if resolved != root and not resolved.is_relative_to(root):
        raise BadArchive(f"{name} leads out of the model's folder")
    return resolved
