"""The log of `samples/clicks` as arrays: what the three programs beside this train on, each in its own way.

The one-hot encoding is fitted once, to the training rows, and used for all others.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LOG = Path(__file__).parents[1] / "clicks" / "clicks.csv"
SHARES = {"train": 0.7, "validation": 0.15, "test": 0.15}  # in the order of the log

# The same for all three: they train the same model.
HYPERPARAMETERS = {
    "predictor_type": "binary_classifier",
    "binary_classifier_model_selection_criteria": "accuracy",
    "loss": "logistic",
    "epochs": 15,
    "mini_batch_size": 200,
    "learning_rate": 0.01,
    "wd": 0.0001,
    "normalize_data": False,
    "num_models": 1,
}


class Rows(NamedTuple):
    """float32 [rows, features] and [rows]."""

    features: NDArray[np.float32]
    labels: NDArray[np.float32]


def read(log: Path = LOG) -> dict[str, Rows]:
    """The rows of each channel, encoded."""
    with log.open(newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    parts, start = {}, 0
    for name, share in SHARES.items():
        parts[name] = table[start : start + round(share * len(table))]
        start += len(parts[name])
    numbers = fit(parts["train"])
    return {name: encode(rows, numbers) for name, rows in parts.items()}


def fit(rows: list[dict[str, str]]) -> dict[tuple[str, str], int]:
    """The number of the feature of each category that these rows show."""
    shown = sorted({pair for row in rows for pair in row.items() if pair[0] != "click"})
    return {pair: number for number, pair in enumerate(shown)}


def encode(rows: list[dict[str, str]], numbers: dict[tuple[str, str], int]) -> Rows:
    """A one for each category that has a feature."""
    features = np.zeros((len(rows), len(numbers)), dtype=np.float32)
    for at, row in enumerate(rows):
        ones = [numbers[pair] for pair in row.items() if pair in numbers]
        features[at, ones] = 1
    return Rows(features, np.array([row["click"] for row in rows], dtype=np.float32))
