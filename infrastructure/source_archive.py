"""Packs a training script's folder as AWS's images of frameworks want it: `sourcedir.tar.gz`, files at its root.

The CDK packs folders as zip files only. The archive is the same, byte for byte, as long as the files are, so
that a deployment uploads it once and a job's record says which code ran.
"""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

_NOT_CODE = {"__pycache__", ".DS_Store"}


def archive(folder: Path) -> bytes:
    """The archive of the folder's files."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.PAX_FORMAT) as packed:
        for file in _files(folder):
            about = tarfile.TarInfo(file.relative_to(folder).as_posix())
            about.size = file.stat().st_size
            about.mode = 0o644
            with file.open("rb") as opened:
                packed.addfile(about, opened)
    return gzip.compress(content.getvalue(), mtime=0)


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix != ".pyc"
        and not _NOT_CODE & set(path.relative_to(folder).parts)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
