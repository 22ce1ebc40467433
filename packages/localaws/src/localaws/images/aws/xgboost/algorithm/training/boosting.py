"""Trains one model, and says after each round how good it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..library import xgboost
from . import log
from .checkpoints import Checkpoints
from .explanation import explain
from .metrics import Metrics, custom_metric, is_maximised
from .parameters import Parameters


@dataclass(frozen=True)
class Plan:
    """How each model of a job is trained. ``checkpoints`` is a folder, None: without them."""

    parameters: Parameters
    metrics: Metrics
    rounds: int
    early_stopping_rounds: int | None
    keeps_best: bool  # of early stopping: the rounds after the best one are cut off
    checkpoints: Path | None


@dataclass(frozen=True)
class Trained:
    """A model, and its metrics after each round: ``history["train"]["auc"][round]``."""

    model: Any
    history: Mapping[str, Mapping[str, list[float]]]


def train(
    plan: Plan, data: Mapping[str, Any], stopped: Callable[[], bool], fold: int | None = None
) -> Trained:
    """Train on ``data["train"]``, evaluated on every ``DMatrix`` in ``data``.

    Goes on from the latest checkpoint, and ends early where ``stopped`` says so after a round.

    Raises:
        JobError: XGBoost refuses the data or the parameters.
    """
    checkpoints = None
    if plan.checkpoints is not None:
        folder = plan.checkpoints if fold is None else plan.checkpoints / f"model-{fold}"
        checkpoints = Checkpoints(folder)
    begun = (checkpoints.rounds() if checkpoints else [])[-1:]
    start = begun[0] + 1 if begun else 0
    if checkpoints and begun:
        log.info(f"Checkpoint loaded from {checkpoints.path(begun[0])}")
        log.info(f"Resuming from iteration {start}")
    left = max(0, plan.rounds - start)
    history: dict[str, dict[str, list[float]]] = {}
    computed = plan.metrics.computed
    try:
        model = xgboost.train(
            dict(plan.parameters.values),
            data["train"],
            num_boost_round=left,
            evals=[(matrix, name) for name, matrix in data.items()],
            evals_result=history,
            custom_metric=custom_metric(computed, plan.parameters.values["objective"])
            if computed
            else None,
            xgb_model=bytearray(checkpoints.path(begun[0]).read_bytes())
            if checkpoints and begun
            else None,
            callbacks=_callbacks(plan, start, checkpoints, stopped) if left else [],
            verbose_eval=False,
        )
    except (xgboost.core.XGBoostError, ValueError) as error:
        raise explain(error) from error
    return Trained(model, history)


def metrics_line(number: int, latest: Mapping[str, Mapping[str, float]]) -> str:
    """The line that SageMaker reads metrics from: ``[7]\\ttrain-auc:0.90000\\tvalidation-auc:…``."""
    cells = (
        f"{data}-{metric}:{value:.5f}"
        for data, metrics in latest.items()
        for metric, value in metrics.items()
    )
    return "\t".join((f"[{number}]", *cells))


def _callbacks(
    plan: Plan, start: int, checkpoints: Checkpoints | None, stopped: Callable[[], bool]
) -> list[Any]:
    callbacks: list[Any] = [_AfterEachRound(start, checkpoints, stopped)]
    if plan.early_stopping_rounds is not None:
        metric = plan.metrics.stopping
        callbacks.append(
            xgboost.callback.EarlyStopping(
                rounds=plan.early_stopping_rounds,
                data_name="validation",
                metric_name=metric,
                maximize=None if metric is None else is_maximised(metric),
                save_best=plan.keeps_best,
            )
        )
    return callbacks


class _AfterEachRound(xgboost.callback.TrainingCallback):  # type: ignore[misc]
    """Prints metrics, saves a checkpoint, and ends the training of a job that is stopped."""

    def __init__(
        self, start: int, checkpoints: Checkpoints | None, stopped: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._start = start
        self._checkpoints = checkpoints
        self._stopped = stopped

    def after_iteration(
        self, model: Any, epoch: int, evals_log: Mapping[str, Mapping[str, list[float]]]
    ) -> bool:
        number = self._start + epoch
        latest = {
            data: {metric: values[-1] for metric, values in metrics.items()}
            for data, metrics in evals_log.items()
        }
        print(metrics_line(number, latest), flush=True)
        if self._checkpoints is not None:
            self._checkpoints.save(model, number)
        return self._stopped()
