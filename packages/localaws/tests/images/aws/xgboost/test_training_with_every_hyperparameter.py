"""Whatever AWS's table calls legal trains on the one library of the image."""

from __future__ import annotations

import pytest
from algorithm.training.hyperparameter_table import (
    LINEAR_UPDATERS,
    OBJECTIVES,
    TABLE,
    TREE_UPDATERS,
)

from .conftest import BINARY, ROUNDS, Job, csv_text, rows

DART = {"booster": "dart", "rate_drop": "0.5"}
LINEAR = {"booster": "gblinear"}
SETTINGS: list[dict[str, str]] = [
    {"num_round": "1"},
    {"base_score": "0.4", "scale_pos_weight": "2", "eta": "0", "seed": "-5"},
    {"subsample": "0.5", "sampling_method": "uniform", "num_parallel_tree": "2"},
    {"eval_metric": "auc,error@0.3,aucpr,map@2"},
    *({"tree_method": method} for method in ("auto", "exact", "approx", "hist", "gpu_hist")),
    {"tree_method": "hist", "max_depth": "0", "max_leaves": "7", "grow_policy": "lossguide"},
    {"tree_method": "hist", "max_bin": "16", "single_precision_histogram": "true"},
    {"tree_method": "approx", "sketch_eps": "0.1"},
    {"gamma": "1", "min_child_weight": "2", "max_delta_step": "1", "lambda": "2", "alpha": "1"},
    {"colsample_bytree": "0.5", "colsample_bylevel": "0.5", "colsample_bynode": "0.5"},
    {"tree_method": "hist", "monotone_constraints": "(1,0,-1)"},
    {"tree_method": "exact", "interaction_constraints": "[[0,1],[2]]"},
    *(
        {"updater": updater}
        for updater in TREE_UPDATERS
        if updater not in ("sync", "refresh", "prune")
    ),
    {"updater": "grow_colmaker,prune", "refresh_leaf": "1"},
    {"updater": "grow_histmaker,sync,refresh,prune", "process_type": "default"},
    *({**LINEAR, "updater": updater, "lambda_bias": "0.5"} for updater in LINEAR_UPDATERS),
    *({**DART, "sample_type": kind} for kind in ("uniform", "weighted")),
    *({**DART, "normalize_type": kind} for kind in ("tree", "forest")),
    {**DART, "one_drop": "1", "skip_drop": "0.5"},
    {"nthread": "1", "verbosity": "0", "dsplit": "row", "predictor": "cpu_predictor"},
    {"deterministic_histogram": "false", "prob_buffer_row": "2", "use_dask_gpu_training": "false"},
    {"early_stopping_rounds": "1", "csv_weights": "0", "save_model_on_termination": "false"},
    {**LINEAR, "early_stopping_rounds": "1", "eval_metric": "auc"},
    {"_kfold": "2", "_num_cv_round": "1"},
    {"_tuning_objective_metric": "validation:accuracy", "early_stopping_rounds": "1"},
]
ELSEWHERE = {"objective", "num_class", "tweedie_variance_power", "silent"} | {
    "aft_loss_distribution", "aft_loss_distribution_scale",
}  # fmt: skip


def test_every_one_of_the_table_is_tried() -> None:
    tried = {name for settings in SETTINGS for name in settings}
    assert tried | ELSEWHERE == TABLE.keys()


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda s: " ".join(f"{k}={s[k]}" for k in s))
def test_it_trains(job: Job, settings: dict[str, str]) -> None:
    job.hyperparameters(**{**BINARY, **settings})
    job.run()
    assert list((job.base / "model").glob("xgboost-model*"))


@pytest.mark.parametrize("objective", [one for one in OBJECTIVES if one != "survival:aft"])
def test_every_objective_trains(job: Job, objective: str) -> None:
    classes = {"num_class": "2"} if objective.startswith("multi:") else {}
    tweedie = {"tweedie_variance_power": "1.4"} if objective == "reg:tweedie" else {}
    table = rows(60)
    if objective == "reg:gamma":
        table = [[label + 1, *cells] for label, *cells in table]
    job.channel("train", csv_text(table))
    job.without("validation")
    job.hyperparameters(**ROUNDS, objective=objective, **classes, **tweedie)
    job.run()
    assert job.model().num_boosted_rounds() == 3


def test_silent_is_known_to_the_first_versions(job: Job) -> None:
    job.hyperparameters(**BINARY, silent="0")
    job.run("0.72")
    assert (job.base / "model/xgboost-model").exists()


def test_survival_with_labels_alone_is_refused_in_xgboosts_words(job: Job) -> None:
    job.hyperparameters(**ROUNDS, objective="survival:aft", aft_loss_distribution="normal")
    assert job.refusal().startswith("XGBoost refuses to train: ")
