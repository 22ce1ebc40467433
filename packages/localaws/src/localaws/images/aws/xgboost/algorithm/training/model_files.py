"""The model as the version of the image leaves it: a pickled Booster, or XGBoost's own format."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from ..versions import Version
from .checkpoints import write_whole

NAME = "xgboost-model"


def save(model: Any, folder: Path, version: Version, fold: int | None = None) -> Path:
    """Write ``xgboost-model``, or ``xgboost-model-3`` for a fold of cross validation."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (NAME if fold is None else f"{NAME}-{fold}")
    content = pickle.dumps(model) if version.pickles_models else bytes(model.save_raw("ubj"))
    write_whole(path, content)
    return path
