"""The weights with the least loss, found by SciPy's L-BFGS-B, a few steps at a time.

AWS's image gets near them by stochastic gradient descent. A kink in the loss is rounded, less and less until it
does not matter; an L1 penalty, which has a kink too, becomes bounds: a weight is the difference of two numbers that
are not negative. Features are brought to one scale for the solver, whatever the job normalizes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from scipy.optimize import minimize

from .design import Design
from .losses import Loss

STEPS = 5  # of the solver in an epoch
MOST_STEPS = 5000  # in the last one
WIDEST, NARROWEST, NARROWING = 0.5, 1e-4, 0.2  # of a rounded kink, by what the labels deviate
EXACTNESS = 1e-10  # of the loss, at which it is found


@dataclass(frozen=True)
class Penalty:
    """What weights cost beside the loss: ``wd / 2`` times their squares, ``l1`` times their sizes."""

    wd: float
    l1: float
    bias_wd: float


@dataclass
class Optimum:
    """One model on its way: ``weights`` of (features, outputs) and ``bias`` of the scaled features.

    Attributes:
        extent: by how much each feature deviates still, after the job's own scaling.
        centre: its mean then; 0 where the bias does not make up for it.
        penalised: by how much each feature is taken to deviate where its weight costs something.
        spread: of the labels, which says how wide a kink is rounded.
    """

    design: Design  # of features that are centred and of one extent
    labels: np.ndarray
    importance: np.ndarray  # of each row
    loss: Loss
    penalty: Penalty
    outputs: int
    has_bias: bool
    centre: np.ndarray
    extent: np.ndarray
    penalised: np.ndarray
    spread: float = 1.0
    is_found: bool = False
    stops_early: ClassVar[bool] = False
    _at: np.ndarray = field(init=False)
    _width: float = field(init=False)

    def __post_init__(self) -> None:
        self._at = np.zeros(self._features * self.outputs * self._copies + self.outputs)
        self._width = WIDEST * self.spread if self.loss.has_kink else 0.0

    def epoch(self, *, is_last: bool) -> None:
        """Go on for some steps, or to the end."""
        if is_last and self.loss.has_kink:
            while self._width > NARROWEST * self.spread:
                self._solve(STEPS)
                self._narrow()
        found = self._solve(MOST_STEPS if is_last else STEPS)
        self.is_found = is_last or (found and self._width <= NARROWEST * self.spread)
        if self.loss.has_kink:
            self._narrow()

    @property
    def weights(self) -> np.ndarray:
        weights: np.ndarray = self._taken_apart(self._at)[0] / self.extent[:, None]
        return weights

    @property
    def bias(self) -> np.ndarray:
        bias: np.ndarray = self._taken_apart(self._at)[1] - self.centre @ self.weights
        return bias

    @property
    def _features(self) -> int:
        return self.design.shape[1]

    @property
    def _copies(self) -> int:
        return 2 if self.penalty.l1 else 1

    def _narrow(self) -> None:
        self._width = max(self._width * NARROWING, NARROWEST * self.spread)

    def _solve(self, steps: int) -> bool:
        weights = len(self._at) - self.outputs
        low = 0.0 if self.penalty.l1 else None
        fixed = None if self.has_bias else 0.0
        found: Any = minimize(
            self._value_and_slopes,
            self._at,
            jac=True,
            method="L-BFGS-B",
            bounds=[(low, None)] * weights + [(fixed, fixed)] * self.outputs,
            options={
                "maxiter": steps, "maxfun": 20 * steps, "maxcor": 20, "ftol": EXACTNESS, "gtol": 1e-9,
            },
        )  # fmt: skip
        self._at = found.x
        return bool(found.nit < steps)

    def _value_and_slopes(self, at: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = self._taken_apart(at)
        outputs = self.design.outputs(weights) + bias
        flat = outputs[:, 0] if self.outputs == 1 else outputs
        losses, slopes = self.loss.of(flat, self.labels, self._width)
        count = len(losses)
        weighted = slopes.reshape(count, -1) * (self.importance / count)[:, None]
        own = weights / self.penalised[:, None]  # what the penalty is on
        value = (
            float(losses @ self.importance) / count
            + self.penalty.wd / 2 * float((own**2).sum())
            + self.penalty.bias_wd / 2 * float((bias**2).sum())
        )
        slope = self.design.slopes(weighted) + self.penalty.wd * own / self.penalised[:, None]
        bias_slope = weighted.sum(axis=0) + self.penalty.bias_wd * bias
        if not self.penalty.l1:
            return value, np.concatenate([slope.ravel(), bias_slope])
        size = np.broadcast_to(self.penalty.l1 / self.penalised[:, None], slope.shape)
        total = at[: -self.outputs].reshape(2, -1).sum(axis=0)
        value += float(total @ size.ravel())
        return value, np.concatenate([(slope + size).ravel(), (size - slope).ravel(), bias_slope])

    def _taken_apart(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        weights = at[: -self.outputs]
        if self.penalty.l1:
            more, less = weights.reshape(2, -1)
            weights = more - less
        return weights.reshape(self._features, self.outputs), at[-self.outputs :]
