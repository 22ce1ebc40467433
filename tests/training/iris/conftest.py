"""A channel of flowers, and the image's own modules on the path.

These tests run with the requirements of the image; without scikit-learn there is nothing to collect.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "samples/iris"

if importlib.util.find_spec("sklearn") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path.insert(0, str(ROOT / "training/iris"))


@pytest.fixture
def channel(tmp_path: Path) -> Path:
    """An empty channel folder."""
    folder = tmp_path / "training"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model of the sample; not to be changed."""
    from tree import training

    folder = tmp_path_factory.mktemp("model")
    channel = tmp_path_factory.mktemp("data") / "training"
    channel.mkdir()
    (channel / "iris.csv").symlink_to(SAMPLES / "iris.csv")
    training.run(channel, channel.parent / "no-hyperparameters.json", folder)
    return folder
