"""These tests run with the requirements of the image; without XGBoost there is nothing to collect."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

IMAGE = Path(__file__).parents[5] / "localaws/images/aws/xgboost"

if importlib.util.find_spec("xgboost") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path.insert(0, str(IMAGE))
