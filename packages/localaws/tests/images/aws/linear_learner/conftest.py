"""A training job for each test.

These tests run with the requirements of the image; without SciPy there is nothing to collect.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

AWS = Path(__file__).parents[4] / "src/localaws/images/aws"

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as in `train`, and before NumPy is loaded

if importlib.util.find_spec("scipy") is None:
    collect_ignore_glob = ["test_*.py", "built_in/*"]
else:
    sys.path[:0] = [str(AWS / "linear_learner"), str(AWS)]  # as /opt/program has them side by side
    # The same for `train` and `serve` as programs.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(AWS), os.environ.get("PYTHONPATH", "")])


@pytest.fixture
def job(tmp_path, capsys):
    from .jobs import Job

    return Job(tmp_path / "ml", capsys)
