"""Puts the processing code, what all pipelines share and the image's own modules on the path, as in the job.

These tests run with the requirements of the image; without scikit-learn there is nothing to collect.
"""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "samples/iris/iris.csv"

if importlib.util.find_spec("sklearn") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    for folder in ("processing/iris", "processing", "training/iris"):
        sys.path.append(str(ROOT / folder))


@pytest.fixture(autouse=True)
def base_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The job's /opt/ml, of which the tests leave the real one alone."""
    base = tmp_path / "ml"
    base.mkdir()
    monkeypatch.setenv("SAGEMAKER_BASE_DIR", str(base))
    return base


@pytest.fixture
def run() -> Callable[..., int]:
    """Run a command in this process: ``run("prepare", "--data", folder)`` gives the exit code."""
    from flowers.ending import run as to_its_end
    from flowers.program import work

    return lambda *arguments: to_its_end(lambda: work([str(one) for one in arguments]))


@pytest.fixture
def asset(tmp_path: Path) -> Path:
    """The zip as the CDK packs it: the pipeline's folder, and beside it what all pipelines share."""
    path = tmp_path / "0a1b2c.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for root, below in (
            (ROOT / "processing/iris",) * 2,
            (ROOT / "processing/evaluating", ROOT / "processing"),
            (ROOT / "processing/monitoring", ROOT / "processing"),
        ):
            for file in sorted(root.rglob("*.py")):
                packed.write(file, file.relative_to(below).as_posix())
    return path
