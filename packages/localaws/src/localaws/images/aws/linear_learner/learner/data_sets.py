"""The rows of each channel, with labels that the predictor can be trained on and features that agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from built_in import channels
from built_in.channels import Channel, Rows
from built_in.failure import CustomerError
from built_in.folders import Folders

from .configuration import Configuration
from .hyperparameter_table import BINARY, MULTICLASS


def read(folders: Folders, job: Configuration) -> dict[str, Rows]:
    """The channels that the job has.

    Raises:
        CustomerError: a channel cannot be read, has no labels or one that is no class, or features that are not as
            many as ``feature_dim`` or the train channel says.
    """
    wanted = job.values["feature_dim"]
    known = None if wanted == "auto" else int(wanted)
    rows = {name: channels.read(folders, one, known) for name, one in _in_order(job.channels)}
    train = rows["train"]
    for one in rows.values():
        _check_columns(one, train, known)
        _check_labels(one, job.predictor_type, job.values)
    return {name: _as_wide(one, train.columns) for name, one in rows.items()}


def _in_order(found: Mapping[str, Channel]) -> list[tuple[str, Channel]]:
    return [(name, found[name]) for name in ("train", "validation", "test") if name in found]


def _check_columns(rows: Rows, train: Rows, known: int | None) -> None:
    if known is not None and rows.columns != known:
        raise CustomerError(
            f"feature_dim is {known}, but the rows of the {rows.channel} channel have {rows.columns} features. "
            "Correct feature_dim, or the data (of CSV the first column is the label, and no feature)"
        )
    narrower = rows.columns < train.columns and hasattr(rows.features, "indptr")
    if rows.columns != train.columns and not narrower:
        raise CustomerError(
            f"The rows of the {rows.channel} channel have {rows.columns} features, those of the train "
            f"channel {train.columns}"
        )


def _check_labels(rows: Rows, predictor_type: str, values: Mapping[str, Any]) -> None:
    if rows.labels is None:
        raise CustomerError(
            f"The {rows.channel} channel has no labels, which Linear Learner needs in every channel"
        )
    if predictor_type == BINARY:
        _check_classes(rows, rows.labels, 2, "predictor_type binary_classifier takes 0 and 1")
    elif predictor_type == MULTICLASS:
        classes = values["num_classes"]
        _check_classes(
            rows,
            rows.labels,
            classes,
            f"num_classes {classes} takes whole numbers from 0 to {classes - 1}",
        )


def _check_classes(rows: Rows, labels: np.ndarray, classes: int, legal: str) -> None:
    wrong = (labels < 0) | (labels >= classes) | (labels != np.floor(labels))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise CustomerError(
            f"The label of row {row + 1} of the {rows.channel} channel is {labels[row]:g}: {legal}"
        )


def _as_wide(rows: Rows, columns: int) -> Rows:
    if rows.columns == columns:
        return rows
    narrow = rows.features
    wide = type(narrow)((narrow.data, narrow.indices, narrow.indptr), (len(rows), columns))
    return Rows(rows.channel, wide, rows.labels)
