"""The container engine of this machine: docker or podman, as a program."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from localaws.runtime.protocol import RuntimeRefused

ASK_SECONDS = 20.0


@dataclass(frozen=True)
class Engine:
    """A container engine that answered."""

    program: str  # its absolute path
    name: str  # "docker" or "podman"

    def run(self, *arguments: str, timeout: float | None = 60) -> subprocess.CompletedProcess[str]:
        """Run one of its commands to the end, its output captured."""
        return subprocess.run(
            [self.program, *arguments], capture_output=True, text=True, timeout=timeout, check=False
        )

    @property
    def machine(self) -> str:
        """The name by which its containers know this machine."""
        return "host.containers.internal" if self.name == "podman" else "host.docker.internal"

    def command(self, *arguments: str) -> list[str]:
        return [self.program, *arguments]


def find_engine(names: Sequence[str] = ("docker", "podman")) -> Engine:
    """The first engine on the PATH that works.

    Raises:
        RuntimeRefused: there is none; the message says what each one found answered.
    """
    obstacles = []
    for name in names:
        program = shutil.which(name)
        if program is None:
            continue
        engine = Engine(program, name)
        try:
            answer = engine.run("info", timeout=ASK_SECONDS)
        except (subprocess.TimeoutExpired, OSError) as error:
            obstacles.append(f"{name}: {error}")
            continue
        if answer.returncode == 0:
            return engine
        words = (answer.stderr or answer.stdout).strip().splitlines()
        obstacles.append(f"{name}: {words[-1] if words else answer.returncode}")
    found = "; ".join(obstacles) or f"neither {' nor '.join(names)} is on the PATH"
    raise RuntimeRefused(f"no container engine works here ({found})")
