"""One training job of K-Means: settings, data, centers, model, and the score of the test data."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from built_in import channels, failure, log_lines
from built_in.channels import Rows
from built_in.failure import CustomerError
from built_in.folders import Folders
from built_in.instances import require_one
from built_in.log_lines import Metrics

from . import model
from .distances import mean_square_distance
from .hyperparameters import MOST_EXTRA, SSD, Settings, read
from .web_scale import SEED, Centers, shrunk


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
    metrics = Metrics("AWS/KMeansWebscale", folders.host)
    settings = read(folders.config("hyperparameters"))
    require_one(folders)
    found = channels.parse(folders.config("inputdataconfig"), ("train", "test"))
    rows = {name: _read(folders, channel, settings) for name, channel in found.items()}
    centers = _learn(rows["train"], settings, metrics)
    model.save(centers, folders.model, metrics.host)
    if "test" in rows:
        _report(metrics.host, "test", rows["test"], centers, settings)
    else:
        log_lines.info("Test data is not provided.")
    metrics.write({"totaltime": (time.time() - metrics.started) * 1000})


def _read(folders: Folders, channel: channels.Channel, settings: Settings) -> Rows:
    rows = channels.read(folders, channel, settings.columns)
    if rows.columns != settings.columns:
        raise CustomerError(
            f"The {channel.name} channel has rows of {rows.columns} features, but feature_dim is "
            f"{settings.columns}: feature_dim must be the number of features of the data"
        )
    return rows


def _learn(rows: Rows, settings: Settings, metrics: Metrics) -> np.ndarray:
    # In an order of our own: the file's may go by what is to be found.
    features = rows.features[np.random.default_rng(SEED).permutation(len(rows))]
    factor = _factor(len(rows), settings)
    count = settings.k * factor
    centers = Centers.among(features[: max(settings.batch, count)], count, settings.init_method)
    for epoch in range(settings.epochs):
        _pass_over(features, centers, settings, epoch, metrics)
    if factor == 1:
        log_lines.info("No shrinking is required as extra_center_factor is 1.")
        found = centers.positions
    else:
        found = _shrunk(features, centers, settings)
    _report(metrics.host, "train", rows, found, settings)
    return found


def _factor(rows: int, settings: Settings) -> int:
    """How many centers there are for each that is asked for: no more than there are rows."""
    if rows < settings.k:
        raise CustomerError(
            f"k is {settings.k}, but the train channel has {rows} rows, fewer than there are to be clusters: "
            "give more data or a smaller k"
        )
    most = rows // settings.k
    if settings.extra_factor is None:
        factor = min(MOST_EXTRA, most)
        log_lines.info(f"'extra_center_factor' was set to 'auto', evaluated to {factor}.")
        return factor
    if settings.extra_factor > most:
        log_lines.warning(
            f"k * extra_center_factor is {settings.k * settings.extra_factor}, more than the {rows} rows of the "
            f"train channel: extra_center_factor is {most} instead"
        )
    return min(settings.extra_factor, most)


def _pass_over(
    features: Any, centers: Centers, settings: Settings, epoch: int, metrics: Metrics
) -> None:
    started, size = time.time(), features.shape[0]
    starts = range(0, size, settings.batch)
    for start in starts:
        centers.update(features[start : start + settings.batch], settings.half_life)
    log_lines.info(f"processed a total of {size} examples")
    log_lines.progress(metrics.host, 100 * (epoch + 1) / settings.epochs)
    metrics.records(size, len(starts), started, epoch, "training_data_iter")
    log_lines.throughput(metrics.host, size, time.time() - started)


def _shrunk(features: Any, centers: Centers, settings: Settings) -> np.ndarray:
    log_lines.info(f"shrinking {len(centers.positions)} centers into {settings.k}")
    return shrunk(
        centers,
        settings.k,
        settings.lloyd,
        settings.trials,
        lambda found: mean_square_distance(features, found),
        lambda attempt, loss: log_lines.info(
            f"local kmeans attempt #{attempt}. Current mean square distance {loss:.6f}"
        ),
    )


def _report(host: str, channel: str, rows: Rows, centers: np.ndarray, settings: Settings) -> None:
    mean = mean_square_distance(rows.features, centers)
    for name in settings.metrics:
        log_lines.loss(host, f"{channel} {name}", mean * len(rows) if name == SSD else mean)
