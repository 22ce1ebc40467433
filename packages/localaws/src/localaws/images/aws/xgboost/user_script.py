"""Whether a container is to run a user's script, or the algorithm itself: AWS's image goes by the script's name.

Facts from aws/sagemaker-xgboost-container: its ``training.py`` and ``serving.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

PROGRAM = "SAGEMAKER_PROGRAM"


def trains(environment: Mapping[str, str]) -> bool:
    """Whether the job names a script, in its environment or its hyperparameters."""
    if environment.get(PROGRAM):
        return True
    base = Path(environment.get("SAGEMAKER_BASE_DIR", "/opt/ml"))
    try:
        told = json.loads((base / "input/config/hyperparameters.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False  # the algorithm says what is wrong with it
    return isinstance(told, dict) and told.get("sagemaker_program", "") not in ("", '""', "null")


def serves(environment: Mapping[str, str]) -> bool:
    """Whether the container names a module to serve with."""
    return bool(environment.get(PROGRAM))


def is_multi_model(environment: Mapping[str, str]) -> bool:
    """Whether it is to serve the models of a multi-model endpoint."""
    return environment.get("SAGEMAKER_MULTI_MODEL") == "true"
