"""Who runs containers on the machine, and what a container of theirs gets to see."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from localaws.runtime.namespace import why_not

from ...runtimes import unavailable
from .machine import Machine, make_machine

SOURCES = Path(__file__).parents[3] / "src"
HERE = Path(__file__).parent
NOBODY = 65534
PYTHON = "/usr/bin/python3"


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    with make_machine() as made:
        yield made


@dataclass
class User:
    """Who runs a server on the machine, in a folder of its own."""

    number: int
    machine: Machine
    folder: Path

    @property
    def group(self) -> int:
        """Its one group, named like itself."""
        return self.number if self.number != os.getuid() else os.getgid()

    def container(
        self, command: list[str], isolated: bool = False, packages: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one to its end."""
        asked = {"command": command, "isolated": isolated, "packages": packages and str(packages)}
        (self.folder / "container.json").write_text(json.dumps(asked))
        arguments = [PYTHON, "-I", str(HERE / "jailed.py"), str(SOURCES), str(self.folder)]
        if self.number != os.getuid():
            ids = [f"--reuid={self.number}", f"--regid={self.number}", "--clear-groups"]
            arguments = ["setpriv", *ids, *arguments]
        resolver = self.machine.folder / "resolv.conf"
        if resolver.exists():
            bind = 'mount --bind "$0" "$(readlink -f /etc/resolv.conf)" && exec "$@"'
            arguments = ["unshare", "--mount", "sh", "-c", bind, str(resolver), *arguments]
        return subprocess.run(
            arguments,
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
            cwd="/",
            env={
                "HOME": str(self.folder / "home"),
                "PATH": os.defpath,
                "AWS_ENDPOINT_URL": f"http://localhost:{self.machine.aws}",
                "HTTPS_PROXY": f"http://localhost:{self.machine.proxy}",
                "SSL_CERT_FILE": str(self.machine.folder / "authorities.pem"),
            },
        )


@pytest.fixture(scope="session", params=["the tests' user", "an ordinary user"])
def user(request: pytest.FixtureRequest, machine: Machine, tmp_path_factory: Any) -> User:
    """A user with secrets at home; root's containers and an ordinary user's are made differently."""
    obstacle = why_not(tmp_path_factory.mktemp("probe"))
    if obstacle:
        unavailable("namespace", obstacle)
    number = os.getuid()
    if request.param == "an ordinary user":
        if number != 0 or not shutil.which("setpriv"):
            pytest.skip("the tests' user is one, or cannot become one")
        number = NOBODY
    # A new one each time: pytest makes a parameter's fixture again whenever it comes back to it.
    folder = Path(tempfile.mkdtemp(prefix="user-", dir=machine.folder))
    made = User(number, machine, folder)
    for name, text in (
        ("home/.aws/credentials", "aws_secret_access_key = SECRET"),
        ("server/jobs/another/ml/data", "SECRET"),
        ("server/server.json", "SECRET"),
        ("tree/etc/of-the-image", "image"),
        ("ml/input", "input"),
    ):
        file = made.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    shutil.copy(HERE / "probe.py", made.folder / "ml")
    if number != os.getuid():
        for path in (made.folder, *made.folder.rglob("*")):
            os.chown(path, number, number)
    return made


def _ask(user: User, isolated: bool) -> dict[str, Any]:
    machine = user.machine
    secrets = [
        *(user.folder / "home/.aws/credentials", user.folder / "server/jobs/another/ml/data"),
        *(user.folder / "server/server.json", user.folder / "container.json"),
        *(SOURCES.parent / "pyproject.toml", HERE / "probe.py", Path.home() / ".bashrc"),
        *map(Path, ("/etc/shadow", "/etc/sudoers", "/etc/machine-id", "/proc/kcore", "/proc/keys")),
    ]
    asked = {
        "read": [*map(str, secrets), "/opt/ml/input", "/etc/of-the-image", "/etc/passwd"],
        "write": [
            *(
                "/etc/hosts",
                "/etc/passwd",
                "/etc/new",
                "/usr/new",
                "/usr/bin/new",
                "/usr/local/bin/new",
            ),
            *(
                "/var/new",
                "/var/lib/dpkg/new",
                "/new",
                "/root/new",
                "/tmp/new",
                "/opt/new",
                "/run/new",
            ),
            *("/usr/bin/env", "/opt/ml/out"),
        ],
        "disk": _disk(),
        "pid": os.getpid(),
        "local": machine.local,
        "lan": machine.lan,
        "aws": machine.aws,
        "proxy": machine.proxy,
        "path": str(machine.folder / "socket"),
        "abstract": machine.abstract,
        "outside": machine.outside,
        "silent": machine.silent,
    }
    (user.folder / "ml" / "asked.json").write_text(json.dumps(asked))
    ran = user.container(["sh", "-c", f"cd /tmp && exec {PYTHON} -I /opt/ml/probe.py"], isolated)
    if "ModuleNotFoundError: No module named 'localaws'" in ran.stderr:
        pytest.skip("an ordinary user cannot read this checkout")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _disk() -> int:
    """The device that the machine's root lies on."""
    return os.stat("/").st_dev  # noqa: PTH116


@pytest.fixture(scope="session")
def seen(user: User) -> dict[str, Any]:
    """What a job of the user's sees and can do."""
    return _ask(user, isolated=False)


@pytest.fixture(scope="session")
def seen_isolated(user: User) -> dict[str, Any]:
    """The same with network isolation."""
    return _ask(user, isolated=True)
