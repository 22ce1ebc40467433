"""Cross validation, ``_kfold`` and ``_num_cv_round``: a model for each fold of each repetition.

The rows of train and validation together are divided anew each time, evenly over the classes where
there are classes. What each model says of the rows that it was not trained on is kept in
``predictions.csv``: label, mean prediction, and for classes the one that was said most often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from . import boosting, log
from .checkpoints import write_whole

PREDICTIONS = "predictions.csv"


def train(
    plan: boosting.Plan,
    data: Any,
    hyperparameters: Mapping[str, Any],
    output: Path,
    stopped: Callable[[], bool],
) -> list[Any]:
    """The models, fold by fold. ``predictions.csv`` is written into ``output``.

    Raises:
        JobError: XGBoost refuses the data or the parameters.
    """
    from sklearn.model_selection import RepeatedKFold, RepeatedStratifiedKFold  # few jobs need it

    folds, repetitions = hyperparameters["_kfold"], hyperparameters.get("_num_cv_round", 1)
    seed = hyperparameters.get("seed", 0)
    labels = data.get_label()
    has_classes = hyperparameters["objective"].startswith(("binary:", "multi:"))
    kind = RepeatedStratifiedKFold if has_classes else RepeatedKFold
    splits = kind(n_splits=folds, n_repeats=repetitions, random_state=seed % 2**32)
    log.info(f"Run {repetitions}-round of {folds}-fold cross validation with {data.num_row()} rows")
    models: list[Any] = []
    histories: list[Mapping[str, Mapping[str, list[float]]]] = []
    predictions: list[list[Any]] = [[] for _ in labels]
    for rows, others in splits.split(np.zeros(len(labels)), labels):
        log.info(f"Train cross validation fold {len(models) % folds + 1}")
        validation = data.slice(others)
        parts = {"train": data.slice(rows), "validation": validation}
        trained = boosting.train(plan, parts, stopped, fold=len(models))
        if stopped():
            return models
        models.append(trained.model)
        histories.append(trained.history)
        for row, said in zip(others, trained.model.predict(validation), strict=True):
            predictions[row].append(said)
        if len(models) % folds == 0:
            log.info(f"The metrics of round {len(models) // folds} cross validation")
            print(boosting.metrics_line(plan.rounds, _mean_of(histories[-folds:])), flush=True)
    if repetitions > 1:
        log.info(f"The overall metrics of {repetitions}-round cross validation")
        print(boosting.metrics_line(plan.rounds, _mean_of(histories)), flush=True)
    output.mkdir(parents=True, exist_ok=True)
    lines = _table(labels, predictions, has_classes)
    write_whole(output / PREDICTIONS, "".join(f"{line}\n" for line in lines).encode())
    return models


def _mean_of(
    histories: list[Mapping[str, Mapping[str, list[float]]]],
) -> dict[str, dict[str, float]]:
    return {
        data: {
            metric: float(np.mean([history[data][metric][-1] for history in histories]))
            for metric in metrics
        }
        for data, metrics in histories[0].items()
    }


def _table(labels: np.ndarray, predictions: list[list[Any]], has_classes: bool) -> Iterator[str]:
    for label, said in zip(labels, predictions, strict=True):
        values = np.array(said)
        if not has_classes:
            yield f"{label:f},{values.mean():f}"
            continue
        classes = values.argmax(axis=1) if values.ndim > 1 else (values > 0.5).astype(int)
        chances = values[np.arange(len(said)), classes] if values.ndim > 1 else values
        most = np.bincount(classes).argmax()
        yield f"{label:f},{chances.mean():f},{most:f}"
