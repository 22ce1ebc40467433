"""``pip`` and ``uv pip`` in a RUN line: what becomes of an image's virtual environment. Decides; runs nothing.

uv is a program that a package of its own brings: an image that uses it installs it first, with pip.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from localaws.images.refusal import WAY_OUT, Refused

_PIP = re.compile(r"(/usr/(local/)?bin/)?pip(3(\.\d+)?)?")
_PYTHON = re.compile(r"(/usr/(local/)?bin/)?python(3(\.\d+)?)?")
_UV = re.compile(r"(/usr/(local/)?bin/)?uv")
# No effect on what gets installed: about the cache, pip's user, and an environment's ownership. `--system`
# is uv's word for the image's own Python.
_WITHOUT_EFFECT = frozenset({"--no-cache-dir", "--break-system-packages", "--no-cache", "--system"})
_ELSEWHERE = ("--target", "-t", "--prefix", "--root", "--user", "--editable", "-e", "--python")
_NO_SETTINGS = ("PIP_NO_CACHE_DIR", "PIP_ROOT_USER_ACTION", "UV_NO_CACHE", "UV_SYSTEM_PYTHON")


@dataclass(frozen=True)
class PipInstall:
    """One ``pip install`` or ``uv pip install``: its arguments as written, from the image's directory it runs in."""

    arguments: tuple[str, ...]
    directory: str
    environment: Mapping[str, str] = field(default_factory=dict)  # PIP_… and UV_… variables only
    uv: bool = False


@dataclass(frozen=True)
class PipUninstall:
    """``pip uninstall`` of packages by their names."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class FirstThatWorks:
    """``first || otherwise``."""

    first: tuple[PackageStep, ...]
    otherwise: tuple[PackageStep, ...]


PackageStep = PipInstall | PipUninstall | FirstThatWorks


def is_package_command(words: Sequence[str]) -> bool:
    """Whether a command is pip's or uv's."""
    return bool(_arguments(words))


def package_step(
    command: Sequence[str], words: Sequence[str], directory: str, settings: Mapping[str, str]
) -> PipInstall | PipUninstall | None:
    """What a command comes to; None: there is nothing to do.

    Args:
        command: as the Dockerfile has it, for messages.
        words: the same without variables in front.
        settings: the variables that it runs with.

    Raises:
        Refused: it cannot be honoured.
    """
    said = f"`RUN {shlex.join(command)}`"
    program, *arguments = _arguments(words)
    # `pip --no-cache-dir install …`: options may come before the command.
    at = next((n for n, word in enumerate(arguments) if not word.startswith("-")), 0)
    name, arguments = (*arguments[at : at + 1], "")[0], [*arguments[:at], *arguments[at + 1 :]]
    if name == "cache" and arguments == ["purge"]:
        return None
    if name == "uninstall":
        names = tuple(word for word in arguments if not word.startswith("-"))
        if names and set(arguments) - set(names) <= {"--yes", "-y", *_WITHOUT_EFFECT}:
            return PipUninstall(names)
    if name != "install":
        raise Refused(
            f"{said}: of pip, only `install` and `uninstall` of names are supported; {WAY_OUT}"
        )
    relevant = []
    for argument in arguments:
        option = argument.partition("=")[0]
        if option in _ELSEWHERE:
            raise Refused(
                f"`{option}` in {said} is not supported: packages are installed into the image's own "
                f"virtual environment; {WAY_OUT}"
            )
        if option not in _WITHOUT_EFFECT and option != "--root-user-action":
            relevant.append(argument)
    prefixes = ("PIP_", "UV_") if program == "uv" else ("PIP_",)
    own = {
        name: value
        for name, value in settings.items()
        if name.startswith(prefixes) and name not in _NO_SETTINGS
    }
    return PipInstall(tuple(relevant), directory, own, uv=program == "uv")


def _arguments(words: Sequence[str]) -> list[str]:
    """``pip`` or ``uv``, and what follows it; empty where it is neither."""
    name, *arguments = words or [""]
    if _PYTHON.fullmatch(name) and arguments[:2] == ["-m", "pip"]:
        return ["pip", *arguments[2:]]
    if _UV.fullmatch(name) and arguments[:1] == ["pip"]:
        return ["uv", *arguments[1:]]
    if _PIP.fullmatch(name) and arguments:
        return ["pip", *arguments]
    return []
