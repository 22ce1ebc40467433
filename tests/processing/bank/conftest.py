"""Puts the processing code on the path as it is in the job, and makes small tables to test with.

These tests run with what the XGBoost image has; without it there is nothing to collect.
"""

from __future__ import annotations

import importlib.util
import io
import os
import signal
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# XGBoost's threads wait busily for each other, which costs seconds where cores are shared.
os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "processing" / "bank"
SHARED = [ROOT / "processing" / name for name in ("evaluating", "monitoring")]

if any(importlib.util.find_spec(name) is None for name in ("xgboost", "matplotlib")):
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path[:0] = [str(FOLDER), str(Path(__file__).parent)]
    sys.path.append(str(ROOT / "processing"))


@pytest.fixture(autouse=True)
def base_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The job's /opt/ml, of which the tests leave the real one alone."""
    base = tmp_path / "ml"
    base.mkdir()
    monkeypatch.setenv("SAGEMAKER_BASE_DIR", str(base))
    return base


@pytest.fixture(scope="session")
def asset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as the CDK packs it."""
    path = tmp_path_factory.mktemp("asset") / "0a1b2c.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for root, below in ((FOLDER, FOLDER), *((one, one.parent) for one in SHARED)):
            for file in sorted(root.rglob("*.py")):
                packed.write(file, file.relative_to(below).as_posix())
    return path


@pytest.fixture
def data(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a data folder: ``data({"a.csv": "age;y\\n41;no\\n"})`` gives the folder."""

    def write(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "data"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture
def run() -> Iterator[Callable[..., int]]:
    """Run a command in this process: ``run("prepare", "--data", folder)`` gives the exit code."""
    from campaign import ending
    from campaign.program import work

    def command(*arguments: object) -> int:
        given = [str(argument) for argument in arguments]
        return ending.run(lambda: work(given), is_job=given[:1] != ["encode"])

    before = signal.getsignal(signal.SIGTERM)
    yield command
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | bytes], None]:
    """Set what the next command reads from its standard input."""

    def give(text: str | bytes) -> None:
        raw = io.BytesIO(text.encode() if isinstance(text, str) else text)
        holder: Any = type("Stdin", (), {"buffer": raw})
        monkeypatch.setattr(sys, "stdin", holder)

    return give
