"""What a ``RUN`` line may say here, and what it comes to. Decides; runs nothing.

``pip install`` becomes part of the image's virtual environment, ``chmod`` and ``mkdir`` act on its
tree, ``apt-get install`` asks for what the machine has (``apt_get``). Anything else would need a
container, and is refused by name.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

from localaws.images import apt_get
from localaws.images.apt_get import SystemPackages

WAY_OUT = "with docker or podman it works: choose --runtime container"

_PIP = re.compile(r"(/usr/(local/)?bin/)?pip(3(\.\d+)?)?")
_PYTHON = re.compile(r"(/usr/(local/)?bin/)?python(3(\.\d+)?)?")
_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)
_RUNNABLE = re.compile(r"[ugoa]*\+r?x|0?[0-7]{3}")
# No effect on what gets installed: about pip's cache, its user, and an environment's ownership.
_WITHOUT_EFFECT = frozenset({"--no-cache-dir", "--break-system-packages", "--no-cache"})
_ELSEWHERE = ("--target", "-t", "--prefix", "--root", "--user", "--editable", "-e", "--python")


class Refused(Exception):
    """The command cannot be honoured here; the message names it."""


@dataclass(frozen=True)
class PipInstall:
    """One ``pip install``: its arguments as written, from the image's directory it runs in."""

    arguments: tuple[str, ...]
    directory: str
    environment: Mapping[str, str] = field(default_factory=dict)  # PIP_… variables only


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


RunStep = PipInstall | MakeRunnable | MakeFolder | SystemPackages


def shell_commands(value: str) -> list[list[str]]:
    """The commands of a line joined by ``&&``, as words.

    Raises:
        Refused: it uses anything else of the shell's language.
    """
    lexer = shlex.shlex(value, posix=True, punctuation_chars=";&|<>()`")
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        tokens = list(lexer)
    except ValueError as error:
        raise Refused(f"`RUN {value}`: {error}") from None
    commands: list[list[str]] = [[]]
    for token in tokens:
        if token == "&&":
            commands.append([])
        elif token and all(char in ";&|<>()`" for char in token):
            raise Refused(f"`{token}` in `RUN {value}` needs a shell in a container; {WAY_OUT}")
        else:
            commands[-1].append(token)
    return [command for command in commands if command]


def step(
    command: list[str], directory: str, variables: Mapping[str, str], line: int = 1
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
    name, *arguments = rest or [""]
    if _PYTHON.fullmatch(name) and arguments[:2] == ["-m", "pip"]:
        name, arguments = "pip", arguments[2:]
    if _PIP.fullmatch(name) and arguments:
        return _pip(command, arguments, directory, settings)
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
        f"`chmod`, `mkdir` and `apt-get install` only; {WAY_OUT}"
    )


def _pip(
    command: list[str], arguments: list[str], directory: str, settings: Mapping[str, str]
) -> PipInstall | None:
    # `pip --no-cache-dir install …`: options may come before the command.
    at = next((n for n, word in enumerate(arguments) if not word.startswith("-")), 0)
    name, arguments = arguments[at], [*arguments[:at], *arguments[at + 1 :]]
    if name == "cache" and arguments == ["purge"]:
        return None
    if name != "install":
        raise Refused(
            f"`RUN {shlex.join(command)}`: of pip, only `install` is supported; {WAY_OUT}"
        )
    relevant = []
    for argument in arguments:
        option = argument.partition("=")[0]
        if option in _ELSEWHERE:
            raise Refused(
                f"`{option}` in `RUN {shlex.join(command)}` is not supported: packages are "
                f"installed into the image's own virtual environment; {WAY_OUT}"
            )
        if option not in _WITHOUT_EFFECT and option != "--root-user-action":
            relevant.append(argument)
    pip_settings = {
        name: value
        for name, value in settings.items()
        if name.startswith("PIP_") and name not in ("PIP_NO_CACHE_DIR", "PIP_ROOT_USER_ACTION")
    }
    return PipInstall(tuple(relevant), directory, pip_settings)
