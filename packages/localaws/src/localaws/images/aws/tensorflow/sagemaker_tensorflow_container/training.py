"""What ``SAGEMAKER_TRAINING_MODULE`` names in AWS's image; the training toolkit calls it.

Facts from aws/sagemaker-tensorflow-training-toolkit: ``training.py``.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from script_mode.folders import Folders
from script_mode.training import invoke

log = logging.getLogger(__name__)


def main() -> None:
    """The user's script, and then a word on whether TensorFlow Serving could serve what it has left."""
    invoke(quotes_errors=True)
    if said := not_servable(Folders.of(os.environ).model):
        log.warning(said)


def not_servable(model: Path) -> str | None:
    """Why what lies there is nothing for TensorFlow Serving; None: it is a SavedModel."""
    files = [path for path in model.rglob("*") if path.is_file()]
    if not files:
        return (
            f"No model artifact is saved under path {model}. Your training job will not save any model "
            "files to S3."
        )
    saved = [path for path in files if path.name in ("saved_model.pb", "saved_model.pbtxt")]
    if not saved:
        return (
            "Your model will NOT be servable with SageMaker TensorFlow Serving container. The model artifact "
            "was not saved in the TensorFlow SavedModel directory structure: "
            "https://www.tensorflow.org/guide/saved_model#structure_of_a_savedmodel_directory"
        )
    unnumbered = [path.parent.name for path in saved if not path.parent.name.isdigit()]
    if unnumbered:
        return (
            "Your model will NOT be servable with SageMaker TensorFlow Serving containers. The SavedModel "
            f'bundle is under directory "{unnumbered[0]}", not a numeric name.'
        )
    return None
