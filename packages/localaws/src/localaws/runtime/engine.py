"""The container engine of this machine: docker or podman, as a program."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass

from localaws.runtime.protocol import RuntimeRefused

ASK_SECONDS = 20.0
_EMPTY = "localhost/localaws:empty"
_NOT_FOUND = 127  # what engines exit with where the command is not in the image


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

    @property
    def limits_memory(self) -> bool:
        """Whether it can limit a container's memory: rootless podman on cgroups v1 cannot."""
        asked = "{{.MemoryLimit}}" if self.name == "docker" else "{{.Host.CgroupControllers}}"
        ran = self.run("info", "--format", asked, timeout=ASK_SECONDS)
        return ran.stdout.strip() == "true" or "memory" in ran.stdout

    def why_no_container(self) -> str:
        """Why it cannot run a container; "" when it can: one is run, of an image with nothing in it.

        The engine says "not found" of its command, and only after all else has worked.
        """
        empty = io.BytesIO()
        tarfile.open(fileobj=empty, mode="w").close()
        try:
            imported = subprocess.run(
                self.command("import", "-", _EMPTY),
                input=empty.getvalue(),
                capture_output=True,
                timeout=ASK_SECONDS,
                check=False,
            )
            if imported.returncode != 0:
                return _last_line(imported.stderr.decode(errors="replace"), imported.returncode)
            tried = self.run("run", "--rm", "--network=none", _EMPTY, "/none", timeout=ASK_SECONDS)
        except (subprocess.TimeoutExpired, OSError) as error:
            return str(error)
        if tried.returncode == _NOT_FOUND:
            return ""
        return _last_line(tried.stderr, tried.returncode)

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
            ran = engine.run("info", timeout=ASK_SECONDS)
        except (subprocess.TimeoutExpired, OSError) as error:
            obstacles.append(f"{name}: {error}")
            continue
        if ran.returncode == 0:
            return engine
        obstacles.append(f"{name}: {_last_line(ran.stderr or ran.stdout, ran.returncode)}")
    found = "; ".join(obstacles) or f"neither {' nor '.join(names)} is on the PATH"
    raise RuntimeRefused(f"no container engine works here ({found})")


def _last_line(said: str, code: int) -> str:
    lines = said.strip().splitlines()
    return re.sub(r"[^ -~]+", " ", lines[-1]) if lines else f"exit code {code}"
