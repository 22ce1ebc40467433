"""What a ``RUN`` line may say here, and what it comes to. Decides; runs nothing.

``pip install`` becomes part of the image's virtual environment (``package_command``), ``chmod`` and
``mkdir`` act on its tree, ``apt-get install`` asks for what the machine has (``apt_get``). Anything else
would need a container, and is refused by name.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from localaws.images import apt_get, shell_line
from localaws.images.apt_get import SystemPackages
from localaws.images.package_command import (
    FirstThatWorks,
    PackageStep,
    PipInstall,
    PipUninstall,
    is_package_command,
    package_step,
)
from localaws.images.refusal import WAY_OUT, Refused
from localaws.images.shell_line import Either, Line

_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)
_RUNNABLE = re.compile(r"[ugoa]*\+r?x|0?[0-7]{3}")


@dataclass(frozen=True)
class MakeRunnable:
    """``chmod`` on files of the image; ``mode`` is octal, or None for ``+x``."""

    paths: tuple[str, ...]
    directory: str
    mode: int | None
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class MakeFolder:
    """``mkdir`` of folders of the image."""

    paths: tuple[str, ...]
    directory: str


RunStep = PackageStep | MakeRunnable | MakeFolder | SystemPackages


def steps(value: str, directory: str, variables: Mapping[str, str], line: int = 1) -> list[RunStep]:
    """What the RUN instruction on ``line`` comes to, of which ``value`` is what the shell would read.

    Raises:
        Refused: it cannot be honoured.
    """
    return _of_line(shell_line.parse(value), value, directory, variables, line)


def _of_line(
    parts: Line, value: str, directory: str, variables: Mapping[str, str], line: int
) -> list[RunStep]:
    found: list[RunStep] = []
    for part in parts:
        if isinstance(part, Either):
            first = _of_line(part.first, value, directory, variables, line)
            otherwise = _of_line(part.otherwise, value, directory, variables, line)
            if not (_of_packages(first) and _of_packages(otherwise)):
                raise Refused(
                    f"`||` in `RUN {value}` is not supported: a process image honours it between commands "
                    f"of pip and uv; {WAY_OUT}"
                )
            found.append(FirstThatWorks(tuple(first), tuple(otherwise)))
        elif (one := step(part, directory, variables, line)) is not None:
            found.append(one)
    return found


def _of_packages(found: list[RunStep]) -> TypeGuard[list[PackageStep]]:
    return all(isinstance(each, PipInstall | PipUninstall | FirstThatWorks) for each in found)


def step(
    command: Sequence[str], directory: str, variables: Mapping[str, str], line: int = 1
) -> RunStep | None:
    """What one command of the RUN instruction on ``line`` comes to; None: there is nothing to do.

    Raises:
        Refused: it cannot be honoured.
    """
    settings = dict(variables)
    rest = list(command)
    while rest and (found := _ASSIGNMENT.fullmatch(rest[0])):
        settings[found[1]] = found[2]
        rest.pop(0)
    if is_package_command(rest):
        return package_step(command, rest, directory, settings)
    name, *arguments = rest or [""]
    if name == "chmod" and len(arguments) > 1 and _RUNNABLE.fullmatch(arguments[0]):
        mode = None if "x" in arguments[0] else int(arguments[0], 8)
        return MakeRunnable(tuple(arguments[1:]), directory, mode, line)
    if name == "mkdir":
        folders = tuple(word for word in arguments if not word.startswith("-"))
        if folders and set(arguments) - set(folders) <= {"-p", "--parents"}:
            return MakeFolder(folders, directory)
    if name == "set" and all(re.fullmatch(r"-[eux]+", word) for word in arguments):
        return None
    if apt_get.only_clears_caches([name, *arguments]):
        return None
    if apt_get.is_apt(name):
        try:
            return apt_get.packages([name, *arguments], line)
        except apt_get.NotUnderstood:
            raise Refused(
                f"`RUN {shlex.join(command)}` is not supported: of apt-get, a process image honours "
                f"`update`, `install` of packages that this machine has, and `clean`; {WAY_OUT}"
            ) from None
    raise Refused(
        f"`RUN {shlex.join(command)}` is not supported: a process image honours `pip install`, "
        f"`uv pip install`, `chmod`, `mkdir` and `apt-get install` only; {WAY_OUT}"
    )
