"""A training job's folder, as SageMaker lays it out.

These tests run with the requirements of the image; without SciPy there is nothing to collect.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

AWS = Path(__file__).parents[4] / "src/localaws/images/aws"

if importlib.util.find_spec("scipy") is None:
    collect_ignore_glob = ["test_*.py", "built_in/*"]
else:
    sys.path[:0] = [str(AWS / "linear_learner"), str(AWS)]  # as /opt/program has them side by side
