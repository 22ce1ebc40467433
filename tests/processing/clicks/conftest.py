"""Puts the processing code on the path as it is in the job, and makes small logs to test with.

These tests run with what scikit-learn's image has; without it there is nothing to collect.
"""

from __future__ import annotations

import importlib.util
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "processing" / "clicks"
SAMPLE = ROOT / "samples" / "clicks"

if importlib.util.find_spec("sklearn") is None:
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


@pytest.fixture
def data(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a data folder: ``data({"a.csv": "click,ad\\n0,a\\n"})`` gives the folder."""

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
    from impressions import ending
    from impressions.program import work

    def command(*arguments: object) -> int:
        given = [str(argument) for argument in arguments]
        return ending.run(lambda: work(given), is_job=given[:1] != ["encode"])

    before = signal.getsignal(signal.SIGTERM)
    yield command
    signal.signal(signal.SIGTERM, before)
