"""The models of a job on their way side by side: each epoch of all of them, then the best one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from built_in.channels import Rows

from . import descent, losses, scaling
from .configuration import Configuration
from .descent import Descent
from .design import Design
from .hyperparameter_table import BINARY, MULTICLASS, REGRESSOR
from .losses import Loss
from .model import Model
from .optimum import Optimum, Penalty
from .scaling import Scaler
from .thresholds import Calibrated, calibrated
from .variants import Variant, variants


@dataclass(frozen=True)
class Contestant:
    """One model on its way."""

    variant: Variant
    solver: Optimum | Descent


class Contest:
    """All models of a job. Training data are scaled as the job asks; models are of features as they were given."""

    def __init__(self, job: Configuration, train: Rows, judged: Rows) -> None:
        self._job, self._judged = job, judged
        self.loss: Loss = losses.chosen(job.loss, dict(job.values))
        labels = _labels(train)
        self._is_regression = job.predictor_type == REGRESSOR
        self._scaler: Scaler = scaling.fitted(
            train.features, labels, dict(job.values), is_regression=self._is_regression
        )
        self._features = train.features
        self._designs: dict[bytes, Design] = {}
        self.labels = self._scaler.labels(labels)  # as they are learnt
        self.contestants = [
            Contestant(one, self._solver(one, train))
            for one in variants(dict(job.values), _odds(labels))
        ]

    def epoch(self, *, is_last: bool) -> None:
        """Bring each model further on."""
        for one in self.contestants:
            if not one.solver.is_found:
                one.solver.epoch(is_last=is_last)

    @property
    def stops_early(self) -> bool:
        """Whether models are done when they get no better, and not only when they are at the optimum."""
        return all(one.solver.stops_early for one in self.contestants)

    @property
    def is_over(self) -> bool:
        """Whether no model can get any further."""
        return all(one.solver.is_found for one in self.contestants)

    def training_loss(self, contestant: Contestant) -> float:
        """The mean loss on the training data as they are learnt: scaled, without importance and penalties."""
        solver = contestant.solver
        weights = solver.weights / self._scaler.scale[:, None]
        outputs = self._features @ weights + (solver.bias - self._scaler.shift @ weights)
        flat = outputs if self._job.predictor_type == MULTICLASS else outputs[:, 0]
        return float(self.loss.each(flat, self.labels).mean())

    def model(self, contestant: Contestant, threshold: float = 0.0) -> Model:
        solver = contestant.solver
        weights, bias = self._scaler.unscaled(solver.weights, solver.bias)
        return Model(self._job.predictor_type, self._job.loss, weights, bias, threshold)

    def judged_loss(self, contestant: Contestant) -> float:
        """The mean loss on the data that models are chosen by."""
        outputs = self.model(contestant).outputs(self._judged.features)
        return float(self.loss.each(outputs, _labels(self._judged)).mean())

    def judged(self, contestant: Contestant) -> Calibrated:
        """How good a model is by what the job chooses by, and its threshold."""
        loss = self.judged_loss(contestant)
        if self._job.predictor_type != BINARY:
            return Calibrated(0.0, -loss)
        values = dict(self._job.values)
        sample = values["num_calibration_samples"]
        count = len(self._judged) if sample == "auto" else sample
        model = self.model(contestant)
        scores = model.scores(model.outputs(self._judged.features[:count]))
        # A served score is a float32, and so is what it is compared with.
        return calibrated(scores.astype(np.float32), _labels(self._judged)[:count], loss, values)

    def keep(self) -> None:
        """Remember where descents are: they were never better."""
        for one in self.contestants:
            if isinstance(one.solver, Descent):
                one.solver.keep()

    def go_back(self) -> None:
        """Take descents back to where they were remembered."""
        for one in self.contestants:
            if isinstance(one.solver, Descent):
                one.solver.go_back()

    def best(self) -> tuple[Contestant, Model]:
        """The model of the contest; of several that are equally good the first."""
        found = [(self.judged(one), one) for one in self.contestants]
        calibration, chosen = max(found, key=lambda pair: pair[0].value)
        return chosen, self.model(chosen, calibration.threshold)

    def _solver(self, variant: Variant, train: Rows) -> Optimum | Descent:
        values, scaler = dict(self._job.values), self._scaler
        bias_wd = 0.0 if values["bias_wd_mult"] == "auto" else values["bias_wd_mult"] * variant.wd
        penalty = Penalty(variant.wd, variant.l1, bias_wd)
        importance = _importance(self._job.predictor_type, values, _labels(train), variant)
        outputs = self._job.outputs
        if descent.is_asked_for(values):
            design = self._design(train, scaler.shift, scaler.scale)
            return Descent(design, self.labels, importance, self.loss, penalty, outputs, values)
        mean, extent = scaling.moments(train.features)
        shift = mean if values["use_bias"] and not bias_wd else scaler.shift
        return Optimum(
            self._design(train, shift, extent),
            self.labels,
            importance,
            self.loss,
            penalty,
            outputs,
            has_bias=values["use_bias"],
            centre=(shift - scaler.shift) / scaler.scale,
            extent=extent / scaler.scale,
            penalised=_penalised(values, extent / scaler.scale),
            spread=float(self.labels.std()) or 1.0 if self._is_regression else 1.0,
        )

    def _design(self, train: Rows, shift: np.ndarray, scale: np.ndarray) -> Design:
        """The same data in the same scale are kept once for all models."""
        key = shift.tobytes() + scale.tobytes()
        if key not in self._designs:
            self._designs[key] = Design.of(train.features, shift, scale)
        return self._designs[key]


def _labels(rows: Rows) -> np.ndarray:
    assert rows.labels is not None  # data_sets has seen to it
    labels: np.ndarray = np.asarray(rows.labels, np.float64)
    return labels


def _odds(labels: np.ndarray) -> float:
    """How many negative examples there are for a positive one, in binary classification."""
    positives = float((labels == 1).sum())
    return (len(labels) - positives) / positives if 0 < positives < len(labels) else 1.0


def _penalised(values: Mapping[str, Any], extent: np.ndarray) -> np.ndarray:
    """Which extent of features the penalty knows: theirs, unless it is the algorithm's to choose the penalty."""
    is_automatic = values["wd"] == values["l1"] == "auto"
    penalised: np.ndarray = np.ones_like(extent) if is_automatic else extent
    return penalised


def _importance(
    predictor_type: str, values: Mapping[str, Any], labels: np.ndarray, variant: Variant
) -> np.ndarray:
    """By how much the loss of each row counts."""
    if predictor_type == BINARY:
        importance: np.ndarray = np.where(labels == 1, variant.positive_weight, 1.0)
        return importance
    if predictor_type == MULTICLASS and values["balance_multiclass_weights"]:
        counts = np.bincount(labels.astype(np.intp), minlength=values["num_classes"])
        of_class = len(labels) / (np.count_nonzero(counts) * np.maximum(counts, 1))
        weights: np.ndarray = of_class[labels.astype(np.intp)]
        return weights
    alike: np.ndarray = np.ones(len(labels))
    return alike
