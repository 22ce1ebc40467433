"""What AWS's own images of XGBoost are made of, by their tags; facts from aws/sagemaker-xgboost-container."""

from __future__ import annotations

import os

from script_mode.stand_in import RealImage

_LIBRARIES = {  # XGBoost and Python
    "0.72": ("0.72", "3.5"),
    "0.90-1": ("0.90", "3.5"),
    "0.90-2": ("0.90", "3.7"),
    "1.0-1": ("1.0.0", "3.6"),
    "1.2-1": ("1.2.0", "3.7"),
    "1.2-2": ("1.2.0", "3.7"),
    "1.3-1": ("1.3.3", "3.7"),
    "1.5-1": ("1.5.2", "3.8"),
    "1.7-1": ("1.7.4", "3.8"),
    "3.0-5": ("3.0.5", "3.10"),
}


def meant() -> RealImage:
    """The one that this container stands in for."""
    version = os.environ.get("VERSION", "1.7-1")
    library, python = _LIBRARIES[version]
    return RealImage(f"sagemaker-xgboost:{version}", python, {"xgboost": library})
