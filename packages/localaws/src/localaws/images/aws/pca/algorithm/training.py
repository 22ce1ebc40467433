"""One training job of PCA: settings, data, components, model, and the score of the test data."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
from built_in import channels, failure, log_lines
from built_in.channels import Rows
from built_in.failure import CustomerError
from built_in.folders import Folders
from built_in.instances import require_one
from built_in.log_lines import Metrics
from scipy.sparse import issparse

from . import model
from .decomposition import Components, randomized, regular
from .hyperparameters import Settings, read


def main() -> int:
    """Run the job of this container; returns the exit code."""
    folders = Folders.of_this_container()
    code: int = failure.run(lambda: train(folders), folders.failure)
    return code


def train(folders: Folders) -> None:
    """Train, and write the model.

    Raises:
        JobError: why it cannot.
    """
    metrics = Metrics("PCA", folders.host)
    settings = read(folders.config("hyperparameters"))
    require_one(folders)
    found = channels.parse(folders.config("inputdataconfig"), ("train", "test"))
    rows = {
        name: channels.read(folders, channel, settings.columns) for name, channel in found.items()
    }
    _check(rows, settings)
    learned = _learn(rows["train"], settings, metrics)
    model.save(learned, folders.model, metrics.host, with_mean=settings.subtract_mean)
    if "test" in rows:
        log_lines.loss(
            metrics.host, "test rmse", reconstruction_error(learned, rows["test"].features)
        )
    else:
        log_lines.info("Test data is not provided.")
    metrics.write({"totaltime": (time.time() - metrics.started) * 1000})


def reconstruction_error(components: Components, features: Any) -> float:
    """The root of the mean squared distance of rows from what their projections say of them."""
    double, mean = features.astype(np.float64), components.mean
    # Components are orthogonal: a distance is what of the row's own length the projection lacks.
    lengths = _squares(double) - 2 * np.asarray(double @ mean) + mean @ mean
    missed = lengths - (components.project(double) ** 2).sum(axis=1)
    return float(np.sqrt(np.mean(np.maximum(missed, 0))))


def _check(rows: Mapping[str, Rows], settings: Settings) -> None:
    """AWS's image goes by the data: a ``feature_dim`` that is another number is no reason to end."""
    columns = rows["train"].columns
    log_lines.info(f"{columns} feature(s) found in 'data'.")
    if columns != settings.columns:
        log_lines.warning(
            f"feature_dim is {settings.columns}, but the data have {columns} features: the data count"
        )
    if settings.components > columns:
        raise CustomerError(
            f"num_components is {settings.components}, but the data have {columns} features, and no more "
            "components than features"
        )
    if "test" in rows and rows["test"].columns != columns:
        raise CustomerError(
            f"The test channel has rows of {rows['test'].columns} features, the train channel of {columns}"
        )


def _learn(rows: Rows, settings: Settings, metrics: Metrics) -> Components:
    started = time.time()
    learned = _components(rows.features, settings)
    seconds = time.time() - started
    metrics.write({"epochs": 1, "update.time": seconds * 1000}, started)
    log_lines.progress(metrics.host, 100)
    batches = -(-len(rows) // settings.batch)
    metrics.records(len(rows), batches, started, 0, "training_data_iter")
    log_lines.throughput(metrics.host, len(rows), seconds)
    return learned


def _squares(rows: Any) -> np.ndarray:
    squares = rows.multiply(rows) if issparse(rows) else rows * rows
    lengths: np.ndarray = np.asarray(squares.sum(axis=1)).ravel()
    return lengths


def _components(matrix: Any, settings: Settings) -> Components:
    count, batch, centred = settings.components, settings.batch, settings.subtract_mean
    if settings.randomized:
        return randomized(matrix, count, extra=settings.extra, subtract_mean=centred, batch=batch)
    return regular(matrix, count, subtract_mean=centred, batch=batch)
