"""A user's terminal: the ``stepline`` command in the project's folder, with a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from localaws.server.embedded import EmbeddedAWS

ROOT = Path(__file__).parents[2]
STEPLINE = Path(sys.executable).parent / "stepline"
# The environment of the ner image takes a minute to make: every home shares the one of `make run`.
SHARED = ROOT / ".stepline" / "environments"
SHARED_DATA = ROOT.parent / "shared" / "data"


@dataclass(frozen=True)
class Terminal:
    """Runs commands as a user would in the folder ``app``, against the embedded AWS in ``home``."""

    home: Path
    app: Path = ROOT

    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        return {**inherited, "LOCALAWS_HOME": str(self.home), "COLUMNS": "200"}

    def run(self, *command: str, status: int = 0) -> str:
        """Run ``stepline …``; its stdout and stderr. The test fails on another status."""
        ended = subprocess.run(
            [str(STEPLINE), *command],
            cwd=self.app,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
        )
        assert ended.returncode == status, ended.stdout
        assert "Traceback" not in ended.stdout
        return ended.stdout

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start ``stepline …`` in a process group of its own, as a shell does."""
        return subprocess.Popen(
            [str(STEPLINE), *command],
            cwd=self.app,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def aws(self) -> dict[str, str]:
        """What ``stepline up`` prints: the environment for other programs."""
        lines = self.run("up").splitlines()
        exported = [line.removeprefix("export ") for line in lines if line.startswith("export ")]
        return dict(line.split("=", 1) for line in exported)

    def client(self, service: str) -> Any:
        """A client of the server that runs in ``home``, asked without another ``stepline``."""
        aws = json.loads((self.home / "server.json").read_text())["environment"]
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=aws["AWS_REGION"],
            endpoint_url=aws["AWS_ENDPOINT_URL"],
            aws_access_key_id=aws["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=aws["AWS_SECRET_ACCESS_KEY"],
        )


def terminal_in(folder: Path, app: Path) -> Terminal:
    home = folder / "home"
    home.mkdir()
    SHARED.mkdir(parents=True, exist_ok=True)
    (home / "environments").symlink_to(SHARED)
    return Terminal(home, app)


def copy_of_the_app(folder: Path) -> Path:
    """The project's folder once more, as another clone has it, for a test that changes files in it."""
    for name in ("app.py", "cdk.json", "stepline.toml", "requirements.lock", "package.json"):
        shutil.copy(ROOT / name, folder)
    for name in ("infrastructure", "pipelines", "processing", "training", "samples"):
        left_out = shutil.ignore_patterns("__pycache__", ".*_cache")
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    for name, made in ((".venv", Path(sys.prefix)), ("node_modules", ROOT / "node_modules")):
        (folder / name).symlink_to(made)
    return folder


def where_any_model_may_serve(folder: Path) -> Path:
    """A copy of the app whose gate has no floor: for a model that learns nothing in a test's one epoch."""
    settings = copy_of_the_app(folder) / "stepline.toml"
    settings.write_text(settings.read_text().replace("[all]\n", "[all]\ngate-floor = 0\n"))
    return folder


@pytest.fixture(scope="module")
def app() -> Path:
    """The folder that the commands are given in."""
    return ROOT


@pytest.fixture
def fresh(tmp_path: Path, app: Path) -> Iterator[Terminal]:
    """A terminal in whose home nothing has run yet."""
    made = terminal_in(tmp_path, app)
    yield made
    end(made)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory, app: Path) -> Iterator[Terminal]:
    """A terminal that the tests of a module share, in their order."""
    made = terminal_in(tmp_path_factory.mktemp("module"), app)
    yield made
    end(made)


def end(made: Terminal) -> None:
    made.run("down")
    shutil.rmtree(made.home, ignore_errors=True)


@pytest.fixture(scope="module")
def aws(terminal: Terminal) -> Iterator[EmbeddedAWS]:
    """The embedded AWS of the module's terminal. Its clock moves: no test waits for a schedule."""
    with EmbeddedAWS(home=terminal.home, options=["--movable-clock"]) as running:
        yield running


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first sentences of the English sample: enough to train on, not to learn from."""
    text = (ROOT / "samples" / "ner" / "english.conll").read_text()
    sentences = [s for s in text.split("\n\n") if s.strip() and not s.startswith("#")]
    path = tmp_path_factory.mktemp("corpus") / "few.conll"
    path.write_text("\n\n".join(sentences[:120]) + "\n")
    return path


def interrupt(process: subprocess.Popen[str]) -> None:
    """Ctrl-C: the terminal sends SIGINT to the whole process group."""
    os.killpg(process.pid, signal.SIGINT)
