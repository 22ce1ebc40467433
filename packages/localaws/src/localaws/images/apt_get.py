"""``apt-get`` in a RUN line: which system packages an image asks for. Decides; asks no machine.

A process image sees the programs of the machine, so it can have a system package only where the
machine has it. ``machine_packages`` tells which those are; installing one is nobody's here.
"""

from __future__ import annotations

import fnmatch
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PROGRAM = re.compile(r"(/usr/bin/)?apt(-get)?")
# A Debian package, with a version (apt's patterns too) and an architecture where one is wanted.
_PACKAGE = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9+.-]*[a-z0-9+])(:[a-z0-9]+)?(=(?P<version>[\w.+:~*-]+))?"
)
_SETTING = ("-o", "--option")  # followed by a value of its own
_WITHOUT_EFFECT = re.compile(
    r"-[yqfm]+|-q=\d|--(assume-)?yes|--quiet|--no-install-recommends|--no-install-suggests|"
    r"--fix-missing|--fix-broken|--ignore-missing|--allow-downgrades|--no-upgrade|-o\S+|--option=\S+"
)
# What they do changes nothing that a program of the image can see.
_NOTHING_TO_DO = frozenset({"update", "clean", "autoclean", "autoremove"})
_CACHES = ("/var/lib/apt/lists", "/var/cache/apt", "/var/cache/debconf", "/var/log/apt")


class NotUnderstood(Exception):
    """The command is more than installing packages."""


@dataclass(frozen=True)
class SystemPackages:
    """Debian packages that have to be on the machine, with the versions asked for ("" takes any)."""

    command: str  # as the Dockerfile has it, for messages
    wanted: Mapping[str, str]
    line: int = 0


def is_apt(program: str) -> bool:
    return _PROGRAM.fullmatch(program) is not None


def packages(command: Sequence[str], line: int) -> SystemPackages | None:
    """What an ``apt-get`` command installs; None where there is nothing to install.

    Raises:
        NotUnderstood: it is another command of apt, has an option that matters, or a name that is
            no package.
    """
    words = []
    rest = list(command[1:])
    while rest:
        word = rest.pop(0)
        if word in _SETTING and rest:
            rest.pop(0)
        elif not word.startswith("-"):
            words.append(word)
        elif not _WITHOUT_EFFECT.fullmatch(word):
            raise NotUnderstood
    if len(words) == 1 and words[0] in _NOTHING_TO_DO:
        return None
    if words[:1] != ["install"] or len(words) == 1:
        raise NotUnderstood
    wanted = {}
    for word in words[1:]:
        found = _PACKAGE.fullmatch(word)
        if not found:
            raise NotUnderstood
        wanted[found["name"]] = found["version"] or ""
    return SystemPackages(shlex.join(command), wanted, line)


def only_clears_caches(command: Sequence[str]) -> bool:
    """Whether it is ``rm`` of nothing but apt's own caches, which every such RUN line ends with."""
    paths = [word for word in command[1:] if not word.startswith("-")]
    return (
        list(command[:1]) == ["rm"]
        and bool(paths)
        and all(any(path == c or path.startswith(f"{c}/") for c in _CACHES) for path in paths)
        and not any(".." in path for path in paths)
    )


def lacking(asked: SystemPackages, installed: Mapping[str, str]) -> list[str]:
    """The packages that the machine has not, or has in another version, as a reader is told them.

    Args:
        asked: from ``packages``.
        installed: version by name.
    """
    found = []
    for name, version in asked.wanted.items():
        if name not in installed:
            found.append(name)
        elif version and not fnmatch.fnmatchcase(installed[name], version):
            found.append(f"{name}={version} (here is {installed[name]})")
    return found
