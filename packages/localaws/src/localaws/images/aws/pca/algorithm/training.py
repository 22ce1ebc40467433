"""One training job of PCA: settings, data, components, model, and the score of the test data."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from built_in import channels, failure, log_lines
from built_in.channels import Rows
from built_in.failure import CustomerError
from built_in.folders import Folders
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
    found = channels.parse(folders.config("inputdataconfig"), ("train", "test"))
    rows = {name: _read(folders, channel, settings) for name, channel in found.items()}
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


def _read(folders: Folders, channel: channels.Channel, settings: Settings) -> Rows:
    rows = channels.read(folders, channel, settings.columns)
    log_lines.info(f"{rows.columns} feature(s) found in 'data' of the {channel.name} channel.")
    if rows.columns != settings.columns:
        raise CustomerError(
            f"The {channel.name} channel has rows of {rows.columns} features, but feature_dim is "
            f"{settings.columns}: feature_dim must be the number of features of the data"
        )
    return rows


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
