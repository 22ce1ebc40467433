"""Lines of a plot, with as many points as an eye can tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

POINTS = 80


@dataclass(frozen=True)
class Curve:
    """Points in the unit square, from left to right; ``chance`` is the line of one who guesses, if any."""

    title: str
    across: str
    up: str
    points: tuple[tuple[float, float], ...]
    chance: tuple[tuple[float, float], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "across": self.across,
            "up": self.up,
            "points": [list(point) for point in self.points],
            "chance": [list(point) for point in self.chance],
        }


def curve(
    title: str,
    across: tuple[str, np.ndarray],
    up: tuple[str, np.ndarray],
    chance: tuple[tuple[float, float], ...] = (),
) -> Curve:
    """A curve of so many points at most, evenly taken from all."""
    (x_name, x), (y_name, y) = across, up
    chosen = np.unique(np.linspace(0, len(x) - 1, min(len(x), POINTS)).round().astype(int))
    points = tuple((round(float(x[n]), 4), round(float(y[n]), 4)) for n in chosen)
    return Curve(title, x_name, y_name, points, chance)


def roc(hits: np.ndarray, alarms: np.ndarray) -> Curve:
    """Of hits and false alarms at falling thresholds, from 0 to all."""
    return curve(
        "ROC",
        ("false positive rate", alarms / alarms[-1]),
        ("recall", hits / hits[-1]),
        ((0.0, 0.0), (1.0, 1.0)),
    )


def precision_recall(hits: np.ndarray, alarms: np.ndarray) -> Curve:
    """The same, as precision over recall; nothing is predicted at the first threshold."""
    asked = np.maximum(hits[1:] + alarms[1:], 1)
    base = round(float(hits[-1] / asked[-1]), 4)
    return curve(
        "Precision and recall",
        ("recall", hits[1:] / hits[-1]),
        ("precision", hits[1:] / asked),
        ((0.0, base), (1.0, base)),
    )
