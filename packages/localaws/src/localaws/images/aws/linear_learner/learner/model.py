"""A trained linear model: what it predicts, and the file that it is stored in.

AWS's image calls its file ``model_algo-1`` and has a network of MXNet in it. Ours has the weights as NumPy's arrays,
and no more: the two cannot read each other's.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from built_in.responses import Fact
from built_in.serving import ModelError
from scipy.special import expit, softmax

from .hyperparameter_table import BINARY, MULTICLASS

FILE = "model_algo-1"


@dataclass(frozen=True)
class Model:
    """``weights`` of (features, outputs) and ``bias`` of the features as they are given. ``threshold`` is the score
    above which a binary classifier says 1."""

    predictor_type: str
    loss: str
    weights: np.ndarray
    bias: np.ndarray
    threshold: float = 0.0

    @property
    def columns(self) -> int:
        return int(self.weights.shape[0])

    @property
    def what(self) -> str:
        return f"linear {self.predictor_type}"

    def outputs(self, features: Any) -> np.ndarray:
        """The raw outputs of rows: (rows,), or of classes (rows, classes)."""
        outputs: np.ndarray = features @ self.weights + self.bias
        if self.predictor_type != MULTICLASS:
            outputs = outputs[:, 0]
        return outputs

    def scores(self, outputs: np.ndarray) -> np.ndarray:
        """What an answer has as score: probabilities where the loss makes outputs such."""
        scores: np.ndarray = outputs
        if self.loss == "logistic":
            scores = expit(outputs)
        elif self.loss == "softmax_loss":
            scores = softmax(outputs, axis=1)
        return scores

    def labels(self, scores: np.ndarray) -> np.ndarray:
        """The class of each row."""
        is_binary = self.predictor_type == BINARY
        labels: np.ndarray = (
            (scores > self.threshold).astype(np.intp) if is_binary else np.argmax(scores, axis=1)
        )
        return labels

    def predict(self, features: Any) -> Sequence[dict[str, Fact]]:
        scores: np.ndarray = self.scores(self.outputs(features)).astype(np.float32)
        if self.predictor_type not in (BINARY, MULTICLASS):
            return [{"score": one} for one in scores.tolist()]
        labels = self.labels(scores)
        return [
            {"score": one, "predicted_label": label}
            for one, label in zip(scores.tolist(), labels.tolist(), strict=True)
        ]

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        facts = {
            "predictor_type": self.predictor_type, "loss": self.loss, "threshold": self.threshold,
        }  # fmt: skip
        with (folder / FILE).open("wb") as file:
            np.savez(file, weights=self.weights, bias=self.bias, facts=np.array(json.dumps(facts)))


def load(folder: Path) -> Model:
    """The model of a folder.

    Raises:
        ModelError: there is none, or none that this image has written.
    """
    file = folder / FILE
    if not file.exists():
        there = ", ".join(sorted(path.name for path in folder.glob("*"))) or "nothing"
        raise ModelError(f"{folder} has no {FILE}, but {there}: it is no model of Linear Learner")
    try:
        with np.load(file, allow_pickle=False) as held:
            facts = json.loads(str(held["facts"]))
            return Model(weights=held["weights"], bias=held["bias"], **facts)
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"{file} cannot be loaded: it must be a model that Linear Learner of the embedded AWS has "
            f"trained, since a model of AWS's own image is a network of MXNet ({error})"
        ) from error
