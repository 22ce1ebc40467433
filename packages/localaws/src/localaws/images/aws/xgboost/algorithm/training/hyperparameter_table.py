"""Every hyperparameter of AWS's XGBoost: its legal values, and the versions that have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from built_in.values import Kind, Literal, Words, choice, real, whole

from ..versions import Version
from . import metrics

ALIASES = {
    "learning_rate": "eta",
    "min_split_loss": "gamma",
    "reg_lambda": "lambda",
    "reg_alpha": "alpha",
}
TREE_UPDATERS = (
    "grow_colmaker", "distcol", "grow_histmaker", "grow_local_histmaker", "grow_skmaker",
    "grow_quantile_histmaker", "sync", "refresh", "prune",
)  # fmt: skip
LINEAR_UPDATERS = ("shotgun", "coord_descent")
OBJECTIVES = (
    "binary:logistic", "binary:logitraw", "binary:hinge", "count:poisson", "multi:softmax",
    "multi:softprob", "rank:pairwise", "rank:ndcg", "rank:map", "reg:linear", "reg:squarederror",
    "reg:logistic", "reg:gamma", "reg:pseudohubererror", "reg:squaredlogerror", "reg:tweedie",
    "survival:aft", "survival:cox",
)  # fmt: skip

_0_72, _0_90, _1_0, _1_2, _1_3, _1_5 = (
    Version.parse(text) for text in ("0.72", "0.90-1", "1.0-1", "1.2-1", "1.3-1", "1.5-1")
)


@dataclass(frozen=True)
class Hyperparameter:
    """What a hyperparameter may be. ``until`` is the last version that has it, None: all later."""

    kind: Kind
    since: Version = _0_72
    until: Version | None = None
    is_required: bool = False

    def exists_in(self, version: Version) -> bool:
        return self.since <= version and (self.until is None or version <= self.until)


def _one_of_minus_1_0_1(value: Any) -> bool:
    return isinstance(value, tuple | list) and all(one in (-1, 0, 1) for one in value)


def _is_lists_of_columns(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(group, list) and all(type(one) is int and one >= 0 for one in group)
        for group in value
    )


_BOOLEAN = choice("true", "false")
_UPDATERS = (*TREE_UPDATERS, *LINEAR_UPDATERS)

TABLE: Mapping[str, Hyperparameter] = {
    "num_round": Hyperparameter(whole(1), is_required=True),
    # The task
    "objective": Hyperparameter(choice(*OBJECTIVES)),
    "num_class": Hyperparameter(whole(2)),
    "base_score": Hyperparameter(real(0)),
    "eval_metric": Hyperparameter(
        Words(metrics.is_known, f"{', '.join(metrics.NAMES)}, error@t, map@t, ndcg@t")
    ),
    "scale_pos_weight": Hyperparameter(real(above=0)),
    "tweedie_variance_power": Hyperparameter(real(above=1, below=2)),
    "aft_loss_distribution": Hyperparameter(choice("normal", "logistic", "extreme"), _1_2),
    "aft_loss_distribution_scale": Hyperparameter(real(0), _1_2),
    # Boosting
    "booster": Hyperparameter(choice("gbtree", "gblinear", "dart")),
    "eta": Hyperparameter(real(0, 1)),
    "seed": Hyperparameter(whole(above=-(2**31), below=2**31 - 1)),
    "subsample": Hyperparameter(real(above=0, most=1)),
    "sampling_method": Hyperparameter(choice("uniform", "gradient_based"), _1_2),
    "early_stopping_rounds": Hyperparameter(whole(1)),
    "num_parallel_tree": Hyperparameter(whole(1), _0_90),
    "process_type": Hyperparameter(choice("default", "update")),
    "updater": Hyperparameter(Words(_UPDATERS.__contains__, ", ".join(_UPDATERS))),
    "refresh_leaf": Hyperparameter(whole(0, 1)),
    # Trees
    "max_depth": Hyperparameter(whole(0)),
    "max_leaves": Hyperparameter(whole(0)),
    "grow_policy": Hyperparameter(choice("depthwise", "lossguide")),
    "tree_method": Hyperparameter(choice("auto", "exact", "approx", "hist", "gpu_hist")),
    "max_bin": Hyperparameter(whole(0)),
    "sketch_eps": Hyperparameter(real(above=0, below=1)),
    "gamma": Hyperparameter(real(0)),
    "min_child_weight": Hyperparameter(real(0)),
    "max_delta_step": Hyperparameter(real(0)),
    "colsample_bytree": Hyperparameter(real(above=0, most=1)),
    "colsample_bylevel": Hyperparameter(real(above=0, most=1)),
    "colsample_bynode": Hyperparameter(real(above=0, most=1), _0_90),
    "monotone_constraints": Hyperparameter(
        Literal(_one_of_minus_1_0_1, legal="a tuple of -1, 0 and 1, such as (1,0,-1)"), _0_90
    ),
    "interaction_constraints": Hyperparameter(
        Literal(_is_lists_of_columns, legal="lists of columns, such as [[0,1],[2,3]]"), _0_90
    ),
    # Linear models, DART
    "lambda": Hyperparameter(real(0)),
    "alpha": Hyperparameter(real(0)),
    "lambda_bias": Hyperparameter(real(0, 1)),
    "sample_type": Hyperparameter(choice("uniform", "weighted")),
    "normalize_type": Hyperparameter(choice("tree", "forest")),
    "rate_drop": Hyperparameter(real(0, 1)),
    "one_drop": Hyperparameter(whole(0, 1)),
    "skip_drop": Hyperparameter(real(0, 1)),
    # How it runs
    "csv_weights": Hyperparameter(whole(0, 1)),
    "nthread": Hyperparameter(whole(1)),
    "verbosity": Hyperparameter(whole(0, 3), _0_90),
    "silent": Hyperparameter(whole(0, 1), until=_1_0),
    "dsplit": Hyperparameter(choice("row", "col")),
    "predictor": Hyperparameter(choice("auto", "cpu_predictor", "gpu_predictor")),
    "single_precision_histogram": Hyperparameter(_BOOLEAN, _1_2),
    "deterministic_histogram": Hyperparameter(_BOOLEAN, _1_2),
    "prob_buffer_row": Hyperparameter(real(above=1), _1_2),
    "save_model_on_termination": Hyperparameter(_BOOLEAN, _1_3),
    "use_dask_gpu_training": Hyperparameter(_BOOLEAN, _1_5),
    "_kfold": Hyperparameter(whole(2), _1_3),
    "_num_cv_round": Hyperparameter(whole(1), _1_3),
    "_tuning_objective_metric": Hyperparameter(
        choice(*(f"{data}:{name}" for data in ("validation", "train") for name in metrics.NAMES))
    ),
}
