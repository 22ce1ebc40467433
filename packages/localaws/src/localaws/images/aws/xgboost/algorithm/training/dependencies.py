"""What hyperparameters, each legal alone, may not be together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .hyperparameter_table import LINEAR_UPDATERS, TREE_UPDATERS

GROWING_UPDATERS = frozenset(updater for updater in TREE_UPDATERS if updater not in (
    "sync", "refresh", "prune",
))  # fmt: skip
UPDATING_UPDATERS = ("refresh", "prune")


def problems_between(values: Mapping[str, Any], default_objective: str) -> list[str]:
    """One sentence for each rule that these hyperparameters break."""
    objective = values.get("objective", default_objective)
    return [
        *_about_the_objective(objective, values),
        *_about_updaters(values),
        *_about_constraints(values),
        *_about_how_it_runs(values),
    ]


def _about_the_objective(objective: str, values: Mapping[str, Any]) -> Iterator[str]:
    if objective.startswith("multi:") and "num_class" not in values:
        yield f"num_class is missing, and objective {objective} needs it"
    if not objective.startswith("multi:") and "num_class" in values:
        yield f"num_class is for the objectives multi:softmax and multi:softprob, not {objective}"
    chosen = values.get("eval_metric", ())
    if "auc" in chosen and not objective.startswith(("binary:", "rank:")):
        yield f"eval_metric auc is for objectives binary:… and rank:…, not {objective}"
    if "aft-nloglik" in chosen and objective != "survival:aft":
        yield f"eval_metric aft-nloglik is for objective survival:aft, not {objective}"


def _about_updaters(values: Mapping[str, Any]) -> Iterator[str]:
    updaters = values.get("updater", ())
    if not updaters:
        return
    if values.get("booster") == "gblinear":
        if len(updaters) != 1 or updaters[0] not in LINEAR_UPDATERS:
            yield f"updater of booster gblinear must be one of {', '.join(LINEAR_UPDATERS)}"
    elif values.get("process_type") == "update":
        if not set(updaters) <= set(UPDATING_UPDATERS):
            yield "updater of process_type update must be refresh or prune"
    elif not set(updaters) <= set(TREE_UPDATERS):
        yield f"updater of a booster of trees must be of {', '.join(TREE_UPDATERS)}"
    elif sum(updater in GROWING_UPDATERS for updater in updaters) > 1:
        yield "updater may name only one that grows trees"


def _about_constraints(values: Mapping[str, Any]) -> Iterator[str]:
    method = values.get("tree_method", "auto")
    if "monotone_constraints" in values and method not in ("exact", "hist"):
        yield f"monotone_constraints needs tree_method exact or hist, not {method}"
    if "interaction_constraints" in values and method not in ("exact", "hist", "approx"):
        yield f"interaction_constraints needs tree_method exact, hist or approx, not {method}"


def _about_how_it_runs(values: Mapping[str, Any]) -> Iterator[str]:
    if values.get("use_dask_gpu_training") == "true":
        yield "use_dask_gpu_training needs GPUs, which the embedded AWS has not; leave it out"
    if "_num_cv_round" in values and "_kfold" not in values:
        yield "_num_cv_round is for cross validation: give _kfold too"
