"""From the hyperparameters of AWS's versions to the parameters of the one library of this image.

What the library no longer has is left out or replaced by what took its place; ``notes`` say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .metrics import Metrics

OURS = frozenset(
    [
        "num_round",
        "early_stopping_rounds",
        "csv_weights",
        "eval_metric",
        "save_model_on_termination",
        "use_dask_gpu_training",
        "_kfold",
        "_num_cv_round",
        "_tuning_objective_metric",
    ]
)
GONE = frozenset(
    [
        "silent",
        "dsplit",
        "predictor",
        "sketch_eps",
        "lambda_bias",
        "prob_buffer_row",
        "single_precision_histogram",
        "deterministic_histogram",
    ]
)
REPLACED = {
    ("tree_method", "gpu_hist"): "hist",
    ("objective", "reg:linear"): "reg:squarederror",
    ("updater", "distcol"): "grow_colmaker",
    ("updater", "grow_skmaker"): "grow_histmaker",
    ("updater", "grow_local_histmaker"): "grow_histmaker",
}


@dataclass(frozen=True)
class Parameters:
    """``values`` is what ``xgboost.train`` gets; ``notes`` are sentences for the log."""

    values: Mapping[str, Any]
    notes: tuple[str, ...]


def for_library(hyperparameters: Mapping[str, Any], metrics: Metrics) -> Parameters:
    """Choose the parameters of ``xgboost.train`` for checked hyperparameters."""
    values: dict[str, Any] = {}
    notes = []
    for name, value in hyperparameters.items():
        if name in OURS:
            continue
        if name in GONE:
            notes.append(f"{name} has no effect: XGBoost has it no longer.")
            continue
        words: tuple[Any, ...] = value if isinstance(value, tuple) else (value,)
        current: list[Any] = [REPLACED.get((name, str(word)), word) for word in words]
        notes += [
            f"{name} {old} is no longer in XGBoost; {new} is used in its place."
            for old, new in zip(words, current, strict=True)
            if old != new and name != "objective"  # that one is only another name
        ]
        values[name] = ",".join(current) if isinstance(value, tuple) else current[0]
    if metrics.native:
        values["eval_metric"] = list(metrics.native)
    return Parameters(values, tuple(notes))
