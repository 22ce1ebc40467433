"""The hyperparameters of PCA, by the developer guide (PCA-reference), in the order in which AWS's logs report them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from built_in.hyperparameters import Hyperparameter, parse
from built_in.values import Boolean, choice, whole

DECLARED = {
    "algorithm_mode": Hyperparameter(choice("regular", "randomized"), "regular"),
    "subtract_mean": Hyperparameter(Boolean(), "true"),
    "extra_components": Hyperparameter(whole(-1), "-1"),
    "force_dense": Hyperparameter(
        Boolean(), "true"
    ),  # how AWS reads sparse data; nothing of the result
    "epochs": Hyperparameter(whole(1), "1"),  # one is enough for sums
    "feature_dim": Hyperparameter(whole(1)),
    "num_components": Hyperparameter(whole(1)),
    "mini_batch_size": Hyperparameter(whole(1)),
}
LEAST_EXTRA = 10


@dataclass(frozen=True)
class Settings:
    """What is to be learned, and how.

    Attributes:
        columns: what ``feature_dim`` says; sparse rows have at least so many.
    """

    columns: int
    components: int
    batch: int
    randomized: bool
    extra: int
    subtract_mean: bool


def read(texts: Mapping[str, Any]) -> Settings:
    """The settings of a job.

    Raises:
        CustomerError: a hyperparameter is missing, unknown or illegal.
    """
    values = parse(DECLARED, texts)
    components, extra = values["num_components"], values["extra_components"]
    return Settings(
        columns=values["feature_dim"],
        components=components,
        batch=values["mini_batch_size"],
        randomized=values["algorithm_mode"] == "randomized",
        extra=max(LEAST_EXTRA, components) if extra == -1 else extra,
        subtract_mean=values["subtract_mean"],
    )
