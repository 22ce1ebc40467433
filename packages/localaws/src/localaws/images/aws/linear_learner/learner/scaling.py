"""What features and labels are made into before a linear model is trained on them: shifted and scaled.

AWS's image takes mean and deviation from the first ``num_point_for_scaler`` rows, and shifts dense features only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class Scaler:
    """``shift`` and ``scale`` of each feature, and of the label: what is learnt is of (x - shift) / scale."""

    shift: np.ndarray
    scale: np.ndarray
    label_shift: float = 0.0
    label_scale: float = 1.0

    def labels(self, labels: np.ndarray) -> np.ndarray:
        """Labels as they are learnt."""
        scaled: np.ndarray = (labels - self.label_shift) / self.label_scale
        return scaled

    def unscaled(self, weights: np.ndarray, bias: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Weights of (features, outputs) and biases of the features and labels as they were given."""
        by_feature = weights / self.scale[:, None]
        at_zero = bias - self.shift @ by_feature
        return by_feature * self.label_scale, at_zero * self.label_scale + self.label_shift


def fitted(
    features: Any, labels: np.ndarray, values: dict[str, Any], *, is_regression: bool
) -> Scaler:
    """The scaler that the hyperparameters ask for."""
    points = values["num_point_for_scaler"]
    first = features[:points]
    first_labels: np.ndarray = labels[:points].astype(np.float64)
    mean, deviation = moments(first)
    shifts = _meant(values["unbias_data"], values["use_bias"]) and values["use_bias"]
    scaler = Scaler(
        shift=mean if shifts and not sparse.issparse(features) else np.zeros_like(mean),
        scale=deviation if values["normalize_data"] in (True, "auto") else np.ones_like(mean),
    )
    if not is_regression:
        return scaler
    shifts_label = _meant(values["unbias_label"], values["use_bias"]) and values["use_bias"]
    scales_label = _meant(values["normalize_label"], True)
    return Scaler(
        scaler.shift,
        scaler.scale,
        label_shift=float(first_labels.mean()) if shifts_label else 0.0,
        label_scale=(float(first_labels.std()) or 1.0) if scales_label else 1.0,
    )


def moments(features: Any) -> tuple[np.ndarray, np.ndarray]:
    """Mean and deviation of each feature; 1 in place of no deviation."""
    if sparse.issparse(features):
        whole = features.astype(np.float64)
        mean = np.asarray(whole.mean(axis=0)).ravel()
        squares = np.asarray(whole.multiply(whole).mean(axis=0)).ravel()
        deviation = np.sqrt(np.maximum(squares - mean**2, 0))
    else:
        mean = features.mean(axis=0, dtype=np.float64)
        deviation = features.std(axis=0, dtype=np.float64)
    noise = 1e-6 * np.maximum(np.abs(mean), 1e-30)  # of float32 numbers that are all the same
    return mean, np.where(deviation > noise, deviation, 1.0)


def _meant(value: bool | str, automatic: bool) -> bool:
    return automatic if isinstance(value, str) else value
