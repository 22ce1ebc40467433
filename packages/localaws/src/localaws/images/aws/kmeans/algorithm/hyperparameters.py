"""The hyperparameters of K-Means, by the developer guide (k-means-api-config), in the order in which AWS's logs report
them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from built_in.hyperparameters import Hyperparameter, parse
from built_in.values import Boolean, auto, choice, real, whole

from .lloyd import PLUS_PLUS, RANDOM, Lloyd

MSD, SSD = "msd", "ssd"
MOST_EXTRA = 10  # what ``auto`` is where there are rows enough
TRIALS = 10


@dataclass(frozen=True)
class _MetricList:
    """A JSON list of some of the metrics."""

    legal: str = 'a JSON list such as ["msd"], ["ssd"] or ["msd","ssd"]'

    def parse(self, text: str) -> tuple[str, ...]:
        # The guide of 2018 and the SDK's `eval_metrics` without a list have the bare word.
        names = [text] if text in (MSD, SSD) else json.loads(text)
        if not isinstance(names, list) or not names or any(n not in (MSD, SSD) for n in names):
            raise ValueError(text)
        return tuple(dict.fromkeys(names))


DECLARED = {
    "init_method": Hyperparameter(choice(RANDOM, PLUS_PLUS), RANDOM),
    "mini_batch_size": Hyperparameter(whole(1), "5000"),
    "epochs": Hyperparameter(whole(1), "1"),
    "extra_center_factor": Hyperparameter(auto(whole(1)), "auto"),
    "local_lloyd_max_iter": Hyperparameter(whole(1), "300"),
    "local_lloyd_tol": Hyperparameter(real(0, 1), "0.0001"),
    "local_lloyd_init_method": Hyperparameter(choice(RANDOM, PLUS_PLUS), PLUS_PLUS),
    "local_lloyd_num_trials": Hyperparameter(auto(whole(1)), "auto"),
    "half_life_time_size": Hyperparameter(whole(0), "0"),
    "eval_metrics": Hyperparameter(_MetricList(), '["msd"]'),
    # How AWS reads and runs; nothing of the result.
    "force_dense": Hyperparameter(Boolean(), "true"),
    "_disable_wait_to_read": Hyperparameter(Boolean(), "false"),
    "_num_slices": Hyperparameter(whole(1), "1"),
    "feature_dim": Hyperparameter(whole(1)),
    "k": Hyperparameter(whole(1)),
}


@dataclass(frozen=True)
class Settings:
    """What is to be learned, and how. ``extra_factor`` is None where it goes by the data."""

    columns: int
    k: int
    batch: int
    epochs: int
    init_method: str
    extra_factor: int | None
    half_life: int
    lloyd: Lloyd
    trials: int
    metrics: tuple[str, ...]


def read(texts: Mapping[str, Any]) -> Settings:
    """The settings of a job.

    Raises:
        CustomerError: a hyperparameter is missing, unknown or illegal.
    """
    values = parse(DECLARED, texts)
    factor, trials = values["extra_center_factor"], values["local_lloyd_num_trials"]
    return Settings(
        columns=values["feature_dim"],
        k=values["k"],
        batch=values["mini_batch_size"],
        epochs=values["epochs"],
        init_method=values["init_method"],
        extra_factor=None if factor == "auto" else factor,
        half_life=values["half_life_time_size"],
        lloyd=Lloyd(
            values["local_lloyd_max_iter"],
            values["local_lloyd_tol"],
            values["local_lloyd_init_method"],
        ),
        trials=TRIALS if trials == "auto" else trials,
        metrics=values["eval_metrics"],
    )
