"""A container of the image, as files and functions.

These tests run with the requirements of the image; without TensorFlow there is nothing to collect.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

AWS = Path(__file__).parents[4] / "src/localaws/images/aws"

if importlib.util.find_spec("tensorflow") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path[:0] = [str(AWS / "tensorflow"), str(AWS)]  # as /opt/program has them side by side
