"""Puts the processing code on the path as it is in the job. Without torch there is nothing to collect."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "samples" / "script"

if importlib.util.find_spec("torch") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path[:0] = [str(ROOT / "processing" / "script"), str(ROOT / "processing")]


@pytest.fixture(autouse=True)
def base_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The job's /opt/ml, of which the tests leave the real one alone."""
    base = tmp_path / "ml"
    base.mkdir()
    monkeypatch.setenv("SAGEMAKER_BASE_DIR", str(base))
    return base
