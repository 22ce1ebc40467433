"""The files that a build may see, and copying them into an image's tree by Docker's rules."""

from __future__ import annotations

import os
import shutil
import tarfile
from pathlib import Path

from localaws.images.copy_step import Copy
from localaws.images.dockerfile import DockerfileError
from localaws.images.ignore import Ignore, pattern


def take_context(context: Path, ignore: Ignore, target: Path) -> None:
    """Copy what is not ignored of the context into the new folder ``target``, links as links."""
    target.mkdir(parents=True)
    for folder, folders, files in os.walk(context):
        relative = os.path.relpath(folder, context)
        prefix = "" if relative == "." else relative + "/"
        entered = []
        for name in folders:
            source = Path(folder, name)
            ignored = ignore.ignores(prefix + name)
            if source.is_symlink():
                if not ignored:
                    (target / prefix / name).parent.mkdir(parents=True, exist_ok=True)
                    (target / prefix / name).symlink_to(source.readlink())
            elif not ignored:
                (target / prefix / name).mkdir(parents=True, exist_ok=True)
                entered.append(name)
            elif ignore.has_exceptions:
                entered.append(name)  # something below may be let in again
        folders[:] = entered
        for name in files:
            if not ignore.ignores(prefix + name):
                (target / prefix).mkdir(parents=True, exist_ok=True)
                shutil.copy2(Path(folder, name), target / prefix / name, follow_symlinks=False)


def copy_into_tree(step: Copy, context: Path, tree: Path) -> None:
    """Carry out one COPY or ADD.

    Raises:
        DockerfileError: a source is not in the context.
    """
    destination = tree / step.destination.lstrip("/")
    into_folder = step.destination.endswith("/") or destination.is_dir()
    for written in step.sources:
        for source in _matches(written, context, step.line):
            if source.is_dir():
                shutil.copytree(source, destination, symlinks=True, dirs_exist_ok=True)
                copied = destination
            elif step.unpack and tarfile.is_tarfile(source):
                destination.mkdir(parents=True, exist_ok=True)
                with tarfile.open(source) as archive:
                    archive.extractall(destination, filter="data")
                continue
            else:
                copied = destination / source.name if into_folder else destination
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, copied)
            if step.mode is not None:
                _set_mode(copied, step.mode)


def _matches(written: str, context: Path, line: int) -> list[Path]:
    relative = os.path.normpath(written.lstrip("/") or ".")
    if relative.startswith(".."):
        raise DockerfileError(line, f"COPY {written}: forbidden path outside the build context")
    if any(char in written for char in "*?["):
        wanted = pattern(relative)
        depth = relative.count("/")
        found = [
            path
            for path in sorted(context.rglob("*"))
            if (name := path.relative_to(context).as_posix()).count("/") == depth
            and wanted.fullmatch(name)
        ]
    else:
        found = [context / relative] if (context / relative).exists() else []
    if not found:
        raise DockerfileError(line, f"COPY {written}: no such file in the build context")
    return found


def _set_mode(path: Path, mode: int) -> None:
    path.chmod(mode)
    if path.is_dir():
        for below in path.rglob("*"):
            if not below.is_symlink():
                below.chmod(mode)
