"""Puts the shared code on the path as it is in a job, beside a pipeline's own.

These tests run in the oldest Python that it meets, that of AWS's XGBoost image, with numpy and nothing else.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "processing"

if importlib.util.find_spec("numpy") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path.append(str(FOLDER))
