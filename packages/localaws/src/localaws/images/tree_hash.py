"""One hash for a folder: names, contents, links and run bits, and nothing else.

Times and owners stay out, so a fresh clone of the same files has the same hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path


def tree_hash(folder: Path, ignores: Callable[[str], bool] = lambda relative: False) -> str:
    """The hexadecimal SHA-256 of everything below ``folder`` (or of that one file).

    ``ignores`` says of a path relative to the folder whether to leave it out.
    """
    digest = hashlib.sha256()
    for relative, path in entries(folder):
        if ignores(relative):
            continue
        if path.is_symlink():
            kind, content = b"link", str(path.readlink()).encode()
        elif path.is_dir():
            kind, content = b"folder", b""
        else:
            kind = b"program" if path.stat().st_mode & 0o111 else b"file"
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").digest()
        for part in (kind, relative.encode(), content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def entries(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every path below a folder with its relative name, sorted, folders before their content."""
    if not folder.is_dir() or folder.is_symlink():
        yield "", folder
        return
    for child in sorted(folder.iterdir()):
        relative = child.name
        yield relative, child
        if child.is_dir() and not child.is_symlink():
            for below, path in entries(child):
                yield f"{relative}/{below}", path
