"""The hyperparameters of PCA, by the developer guide (PCA-reference), in the order in which AWS's logs report them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from built_in.failure import CustomerError
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
    """What is to be learned, and how."""

    columns: int
    components: int
    batch: int
    randomized: bool
    extra: int
    subtract_mean: bool


def read(texts: Mapping[str, Any]) -> Settings:
    """The settings of a job.

    Raises:
        CustomerError: a hyperparameter is missing, unknown or illegal, or there are to be more components than features.
    """
    values = parse(DECLARED, texts)
    columns, components = values["feature_dim"], values["num_components"]
    if components > columns:
        raise CustomerError(
            f"num_components is {components}, which is more than feature_dim, {columns}: data have no more "
            "components than features"
        )
    extra = values["extra_components"]
    return Settings(
        columns=columns,
        components=components,
        batch=values["mini_batch_size"],
        randomized=values["algorithm_mode"] == "randomized",
        extra=max(LEAST_EXTRA, components) if extra == -1 else extra,
        subtract_mean=values["subtract_mean"],
    )
