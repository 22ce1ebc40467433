"""Makes what a Dockerfile does with pip and uv ready to run here: paths of the image become real ones.

The files that it names are copied aside as they are at that step, so that a later COPY cannot
change what is installed, and their contents become part of the environment's key.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path

from localaws.images.changes import Change, Either, Install, Uninstall
from localaws.images.package_command import FirstThatWorks, PackageStep, PipInstall, PipUninstall
from localaws.images.tree_hash import tree_hash

_FILE_OPTIONS = ("-r", "--requirement", "-c", "--constraint", "-f", "--find-links")
_NESTED = re.compile(r"^\s*(?:-r|-c|--requirement|--constraint)[\s=]+(\S+)", re.MULTILINE)


def prepare(step: PackageStep, tree: Path, aside: Path) -> Change:
    """The step with real paths; what it reads of the image's tree is copied to ``aside``."""
    match step:
        case PipInstall():
            return _prepared(step, tree, aside)
        case PipUninstall():
            return Uninstall(step.names)
        case FirstThatWorks():
            ways = (
                tuple(prepare(each, tree, aside / f"{way}.{n}") for n, each in enumerate(steps))
                for way, steps in (("first", step.first), ("otherwise", step.otherwise))
            )
            return Either(*ways)


def _prepared(step: PipInstall, tree: Path, aside: Path) -> Install:
    arguments: list[str] = []
    contents: list[str] = []
    for argument in step.arguments:
        option, path = _split(argument)
        in_image = posixpath.normpath(posixpath.join(step.directory, path)).lstrip("/")
        extras = re.search(r"\[[^\]]*\]$", in_image)
        bare = in_image[: extras.start()] if extras else in_image
        if not path or not _names_a_path(option, path, arguments) or not (tree / bare).exists():
            arguments.append(argument)
            continue
        copied = _copy(tree, bare, aside)
        contents += copied
        arguments.append(f"{option}{aside / in_image}")
    return Install(step.arguments, tuple(arguments), tuple(contents), step.environment, step.uv)


def _split(argument: str) -> tuple[str, str]:
    """``--requirement=x`` and ``-rx`` into the option as it must be written and the path."""
    for option in _FILE_OPTIONS:
        if option.startswith("--") and argument.startswith(option + "="):
            return option + "=", argument[len(option) + 1 :]
        if not option.startswith("--") and argument.startswith(option) and argument != option:
            return option, argument[len(option) :]
    return "", "" if argument.startswith("-") else argument


def _names_a_path(option: str, path: str, before: list[str]) -> bool:
    if option or (before and before[-1] in _FILE_OPTIONS):
        return True
    return path.startswith((".", "/")) or path.endswith((".whl", ".tar.gz", ".zip"))


def _copy(tree: Path, path: str, aside: Path) -> list[str]:
    """Copy one file or folder, and the files that a requirements file names in turn."""
    source, target = tree / path, aside / path
    if target.exists():
        return []
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True)
        return [tree_hash(source)]
    shutil.copy2(source, target)
    contents = [tree_hash(source)]
    if source.suffix in (".txt", ".in", ".cfg", ""):
        for nested in _NESTED.findall(source.read_text(encoding="utf-8", errors="replace")):
            below = posixpath.normpath(posixpath.join(posixpath.dirname(path), nested))
            if not below.startswith("..") and (tree / below).is_file():
                contents += _copy(tree, below, aside)
    return contents
