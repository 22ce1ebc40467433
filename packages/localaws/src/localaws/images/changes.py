"""What a build changes in a virtual environment, ready to be done there: with paths of this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class InstallFailed(Exception):
    """pip or uv failed; its own output was shown. The message names the command."""


@dataclass(frozen=True)
class Install:
    """One ``pip install``, or uv's."""

    written: tuple[str, ...]  # the arguments as the Dockerfile has them: part of the key
    arguments: tuple[str, ...]  # the same, ready to run
    contents: tuple[str, ...] = ()  # hashes of the files that the arguments name
    environment: Mapping[str, str] = field(default_factory=dict)
    uv: bool = False

    def __str__(self) -> str:
        return f"{'uv pip' if self.uv else 'pip'} install {' '.join(self.written)}"

    def command(self, interpreter: Path) -> list[str]:
        """What to run for the environment of that Python."""
        if self.uv:
            uv = str(interpreter.parent / "uv")
            return [uv, "pip", "install", "--python", str(interpreter), *self.arguments]
        return [str(interpreter), "-m", "pip", "install", "--no-input", *self.arguments]

    def asked(self) -> list[object]:
        """What decides what comes out of it."""
        said: list[object] = [self.written, self.contents, sorted(self.environment.items())]
        return [*said, "uv"] if self.uv else said


@dataclass(frozen=True)
class Uninstall:
    """``pip uninstall``."""

    names: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"pip uninstall {' '.join(self.names)}"

    def command(self, interpreter: Path) -> list[str]:
        """What to run for the environment of that Python."""
        return [str(interpreter), "-m", "pip", "uninstall", "--yes", *self.names]

    def asked(self) -> list[object]:
        """What decides what comes out of it."""
        return ["uninstall", self.names]


@dataclass(frozen=True)
class Either:
    """Some changes, and what to do where one of them fails."""

    first: tuple[Change, ...]
    otherwise: tuple[Change, ...]

    def __str__(self) -> str:
        return " || ".join(" && ".join(map(str, way)) for way in (self.first, self.otherwise))

    def asked(self) -> list[object]:
        """What decides what comes out of it."""
        return ["either", *([each.asked() for each in way] for way in (self.first, self.otherwise))]


Change = Install | Uninstall | Either
