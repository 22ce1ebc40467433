"""A container of the image, as files and functions.

These tests run with the requirements of the image; without Transformers there is nothing to collect.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

AWS = Path(__file__).parents[4] / "src/localaws/images/aws"

if any(importlib.util.find_spec(name) is None for name in ("torch", "transformers")):
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path[:0] = [str(AWS / "hugging_face"), str(AWS)]  # as /opt/program has them side by side
