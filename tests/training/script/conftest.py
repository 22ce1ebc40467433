"""Puts the script's folder on the path as it is in the job. Without torch there is nothing to collect."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "samples" / "script"

if importlib.util.find_spec("torch") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path[:0] = [str(ROOT / "training" / "script"), str(Path(__file__).parent)]
