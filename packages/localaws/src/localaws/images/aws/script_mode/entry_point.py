"""What is run for a user's entry point, and what may be one. Decides; runs nothing.

The three kinds, their commands and what a name may be are those of AWS's training toolkit.
"""

from __future__ import annotations

import enum
import re
import shlex
from collections.abc import Collection, Sequence

from .errors import ClientError

_NAME = re.compile(r"[A-Za-z0-9._][A-Za-z0-9._+-]*(/[A-Za-z0-9._+-]+)*")


class Kind(enum.Enum):
    """How an entry point is run."""

    PACKAGE = "package"
    SCRIPT = "script"
    COMMAND = "command"


def kind(name: str, beside: Collection[str]) -> Kind:
    """The kind of an entry point; ``beside`` are the names in the folder of the code."""
    if name.endswith(".sh"):
        return Kind.COMMAND
    if "setup.py" in beside:
        return Kind.PACKAGE
    return Kind.SCRIPT if name.endswith(".py") else Kind.COMMAND


def command(kind: Kind, name: str, arguments: Sequence[str], python: str) -> list[str]:
    """What to run in the folder of the code."""
    match kind:
        case Kind.PACKAGE:
            return [python, "-m", name.removesuffix(".py"), *arguments]
        case Kind.SCRIPT:
            return [python, "--", name, *arguments]
        case Kind.COMMAND:
            words = " ".join(map(shlex.quote, arguments))
            return ["/bin/sh", "-c", f"./{shlex.quote(name)} {words}"]


def checked(name: str | None) -> str:
    """The name of an entry point, which must be a path within the folder of the code.

    Raises:
        ClientError: it is not.
    """
    if not name:
        raise ClientError(
            "The training entry point name is empty. Set the 'sagemaker_program' hyperparameter to the "
            "script to run, relative to the source directory, such as 'train.py'."
        )
    climbs = any(part in (".", "..") for part in name.split("/"))
    if climbs or not _NAME.fullmatch(name):
        raise ClientError(
            f"The training entry point {name!r} cannot be used: it must be a path within the source "
            "directory, of letters, digits and . _ + - /, such as 'train.py' or 'bin/train.sh'."
        )
    return name
