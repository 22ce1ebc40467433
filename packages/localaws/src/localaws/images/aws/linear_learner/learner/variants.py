"""The models that are trained side by side: one with the job's own parameters, the others close to it.

What a job leaves to the algorithm (``auto``) varies; where it leaves nothing, the weight decay does.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

CLOSE_PENALTIES = (0.0, 1e-7, 1e-6, 1e-5)
AUTOMATIC_MODELS = 4  # by default


@dataclass(frozen=True)
class Variant:
    """What distinguishes one model; ``positive_weight`` is that of positive examples in binary classification."""

    wd: float
    l1: float
    positive_weight: float


def variants(values: dict[str, Any], negatives_per_positive: float) -> list[Variant]:
    """The models of a job, the one with its own parameters first."""
    count = values["num_models"]
    if values["_tuning_objective_metric"]:
        count = 1  # what is tuned from outside is not tuned inside as well
    weight = values["positive_example_weight_mult"]
    weights = {
        "balanced": [negatives_per_positive],
        "auto": [1.0, negatives_per_positive, negatives_per_positive**0.5],
    }.get(weight, [weight])
    decays = CLOSE_PENALTIES if values["wd"] == "auto" else [values["wd"]]
    shrinkings = CLOSE_PENALTIES if values["l1"] == "auto" else [values["l1"]]
    grid = [Variant(wd, l1, one) for l1, wd, one in product(shrinkings, decays, weights)]
    if count == "auto":
        return grid[: max(AUTOMATIC_MODELS, len(weights))]
    last = grid[0]
    while len(grid) < count:  # nothing is left to the algorithm: further decays
        last = Variant(2 * last.wd or 1e-6, last.l1, last.positive_weight)
        grid.append(last)
    return grid[:count]
