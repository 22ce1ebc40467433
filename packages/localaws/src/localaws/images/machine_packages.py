"""The Debian packages that are installed on this machine."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping

from localaws.images import apt_get
from localaws.images.apt_get import SystemPackages
from localaws.images.dockerfile import DockerfileError
from localaws.images.refusal import WAY_OUT

_FORMAT = r"${db:Status-Status}\t${Package}\t${Version}\t${Provides}\n"
_PROVIDED = re.compile(r"\s*(?P<name>[^\s:(]+)(:\w+)?(\s*\(=\s*(?P<version>[^)\s]+)\))?\s*")


def note(asked: SystemPackages) -> str:
    """What to tell the user of an ``apt-get install`` whose packages this machine has already.

    Raises:
        DockerfileError: it lacks one, or nobody can tell.
    """
    installed = _ask()
    if installed is None:
        raise DockerfileError(
            asked.line,
            f"`RUN {asked.command}` is not supported: this machine has no dpkg to tell whether "
            f"{', '.join(asked.wanted)} is on it; {WAY_OUT}",
        )
    if missing := apt_get.lacking(asked, installed):
        raise DockerfileError(
            asked.line,
            f"`RUN {asked.command}` is not supported: a process image has the system packages of "
            f"this machine, which lacks {', '.join(missing)}; install that here (apt-get install), "
            f"or {WAY_OUT}",
        )
    return f"{asked.command}: already on this machine"


def parse(text: str) -> dict[str, str]:
    """Versions by name, from ``dpkg-query``'s answer; also of the names that a package provides.

    A real package's version goes before one that another merely provides; "" is no version.
    """
    real: dict[str, str] = {}
    provided: dict[str, str] = {}
    for line in text.splitlines():
        status, name, version, provides = line.split("\t")
        if status != "installed":
            continue
        real[name] = version
        for item in provides.split(","):
            if found := _PROVIDED.fullmatch(item):
                provided[found["name"]] = found["version"] or ""
    return provided | real


def _ask() -> Mapping[str, str] | None:
    """What is installed; None where the machine does not keep Debian packages."""
    try:
        answer = subprocess.run(
            ["dpkg-query", "--show", f"--showformat={_FORMAT}"],
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return None
    return parse(answer.stdout) if answer.returncode == 0 else None
