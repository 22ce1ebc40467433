"""Stochastic gradient descent as AWS's image does it, where a job says how: by its learning rate or the schedule of
it, momentum or decay rates.

It goes through the rows in their order, ``mini_batch_size`` at a time. ``wd`` and ``l1`` are part of each step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .design import Design
from .losses import Loss
from .optimum import Penalty

ASKS = (
    "learning_rate", "momentum", "beta_1", "beta_2", "bias_lr_mult", "lr_scheduler_step",
    "lr_scheduler_factor", "lr_scheduler_minimum_lr",
)  # fmt: skip
OF_DESCENT = (
    "optimizer", "use_lr_scheduler", "init_method", "init_scale", "init_sigma", "init_bias",
    "early_stopping_patience", "early_stopping_tolerance",
)  # fmt: skip
_SMALL = 1e-8


def is_asked_for(values: dict[str, Any]) -> bool:
    """Whether a job says how to descend, and does not leave it to the algorithm."""
    return any(values[name] != "auto" for name in ASKS)


@dataclass(frozen=True)
class Schedule:
    """How large steps are; what is ``auto`` is what published logs of AWS's image name as chosen."""

    optimizer: str
    rate: float
    bias_multiplier: float
    first_decay: float  # of momentum, for sgd; of the first moment
    second_decay: float
    step: int | None  # after how many batches the rate decreases; None: never
    factor: float
    least: float

    @classmethod
    def of(cls, values: dict[str, Any]) -> Schedule:
        optimizer = "adam" if values["optimizer"] == "auto" else values["optimizer"]
        first = values["momentum"] if optimizer == "sgd" else values["beta_1"]

        def chosen(name: str, automatic: float) -> Any:
            return automatic if values[name] == "auto" else values[name]

        return cls(
            optimizer,
            rate=chosen("learning_rate", 0.1 if optimizer == "sgd" else 0.05),
            bias_multiplier=chosen("bias_lr_mult", 1.0),
            first_decay=first if first != "auto" else (0.0 if optimizer == "sgd" else 0.9),
            second_decay=chosen("beta_2", 0.999 if optimizer == "adam" else 0.9),
            step=int(chosen("lr_scheduler_step", 100)) if values["use_lr_scheduler"] else None,
            factor=chosen("lr_scheduler_factor", 0.99),
            least=chosen("lr_scheduler_minimum_lr", 1e-5),
        )

    def rate_at(self, batch: int) -> float:
        """The learning rate of a batch, counted from 0."""
        if self.step is None:
            return self.rate
        return max(self.rate * self.factor ** (batch // self.step), min(self.least, self.rate))


class Descent:
    """One model on its way."""

    is_found = False  # it goes on as long as it may
    stops_early = True

    def __init__(
        self,
        design: Design,
        labels: np.ndarray,
        importance: np.ndarray,
        loss: Loss,
        penalty: Penalty,
        outputs: int,
        values: dict[str, Any],
    ) -> None:
        numbers = np.random.default_rng(0)  # the same job learns the same
        shape = (design.shape[1], outputs)
        scale, sigma = values["init_scale"], values["init_sigma"]
        self.weights = (
            numbers.uniform(-scale, scale, shape)
            if values["init_method"] == "uniform"
            else numbers.normal(0, sigma, shape)
        )
        self.bias = np.full(outputs, values["init_bias"] if values["use_bias"] else 0.0)
        self._data = design, labels, importance, loss
        self._penalty, self._has_bias = penalty, values["use_bias"]
        self._schedule, self._size = Schedule.of(values), values["mini_batch_size"]
        self._batch = 0
        self._remembered = self.weights, self.bias
        self._moments = [np.zeros((2, *shape)), np.zeros((2, outputs))]

    def keep(self) -> None:
        """Remember these weights."""
        self._remembered = self.weights, self.bias

    def go_back(self) -> None:
        """Take up the weights that are remembered."""
        self.weights, self.bias = self._remembered

    def epoch(self, *, is_last: bool) -> None:
        """Go through all rows once."""
        count = self._data[0].shape[0]
        for start in range(0, count, self._size):
            self._step(np.arange(start, min(start + self._size, count)))
            self._batch += 1

    def _step(self, rows: np.ndarray) -> None:
        design, labels, importance, loss = self._data
        part = design.part(rows)
        outputs = part.outputs(self.weights) + self.bias
        _, slopes = loss.of(outputs[:, 0] if outputs.shape[1] == 1 else outputs, labels[rows], 0.0)
        weighted = slopes.reshape(len(rows), -1) * (importance[rows] / len(rows))[:, None]
        penalty, rate = self._penalty, self._schedule.rate_at(self._batch)
        slope = part.slopes(weighted) + penalty.wd * self.weights
        self.weights = self.weights - rate * self._direction(slope, self._moments[0])
        if penalty.l1:
            shrunk = np.maximum(np.abs(self.weights) - rate * penalty.l1, 0)
            self.weights = np.sign(self.weights) * shrunk
        if self._has_bias:
            slope = weighted.sum(axis=0) + penalty.bias_wd * self.bias
            step = rate * self._schedule.bias_multiplier
            self.bias = self.bias - step * self._direction(slope, self._moments[1])

    def _direction(self, slope: np.ndarray, moments: np.ndarray) -> np.ndarray:
        """Where to go; ``moments`` are what was seen so far, and are brought up to date."""
        schedule = self._schedule
        if schedule.optimizer == "sgd":
            moments[0] = schedule.first_decay * moments[0] + slope
            momentum: np.ndarray = np.array(moments[0])
            return momentum
        second = schedule.second_decay
        moments[1] = second * moments[1] + (1 - second) * slope**2
        if schedule.optimizer == "rmsprop":
            scaled: np.ndarray = slope / (np.sqrt(moments[1]) + _SMALL)
            return scaled
        first, seen = schedule.first_decay, self._batch + 1
        moments[0] = first * moments[0] + (1 - first) * slope
        mean, square = moments[0] / (1 - first**seen), moments[1] / (1 - second**seen)
        direction: np.ndarray = mean / (np.sqrt(square) + _SMALL)
        return direction
