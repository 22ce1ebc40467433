"""One training job in algorithm mode: configuration, data, training, model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..paths import Paths
from ..versions import Version
from . import configuration, dataset, labels, log, metrics, parameters
from .configuration import Configuration
from .dataset import Dataset


def run(paths: Paths, version: Version, stopped: Callable[[], bool]) -> None:
    """Train, and write the model, or the models of cross validation.

    A job that ``stopped`` ends leaves the model so far where it is asked to by
    ``save_model_on_termination``, else none.

    Raises:
        JobError: why it cannot.
    """
    log.info("Running XGBoost Sagemaker in algorithm mode")
    job = configuration.read(paths, version)
    train, validation = _read_data(paths, job)
    # Only now, so that what is wrong until here is said at once.
    from . import boosting, cross_validation, matrix, model_files

    plan = _plan(job, version)
    for note in plan.parameters.notes:
        log.warning(note)
    threads = job.hyperparameters.get("nthread")
    log.info("Single node training.")
    if stopped():
        return
    if "_kfold" in job.hyperparameters:
        rows = matrix.joined(train, validation, threads)
        models = cross_validation.train(plan, rows, job.hyperparameters, paths.output_data, stopped)
        if _leaves_models(job, stopped):
            for fold, model in enumerate(models):
                model_files.save(model, paths.model, version, fold)
        return
    data = {train.channel: matrix.matrix(train, threads)}
    log.info(
        f"Train matrix has {data['train'].num_row()} rows and {data['train'].num_col()} columns"
    )
    if validation is not None:
        data[validation.channel] = matrix.matrix(validation, threads)
        log.info(f"Validation matrix has {data['validation'].num_row()} rows")
    trained = boosting.train(plan, data, stopped)
    if _leaves_models(job, stopped):
        model_files.save(trained.model, paths.model, version)


def _leaves_models(job: Configuration, stopped: Callable[[], bool]) -> bool:
    if not stopped() or job.hyperparameters.get("save_model_on_termination") == "true":
        return True
    log.info("The job is stopped; save_model_on_termination is not true, so no model is saved.")
    return False


def _read_data(paths: Paths, job: Configuration) -> tuple[Dataset, Dataset | None]:
    """The channels' data, with labels that the objective can be trained on."""
    weights = job.hyperparameters.get("csv_weights") == 1
    train = dataset.read(paths.channel("train"), job.channels.train, csv_weights=weights)
    validation = None
    if job.channels.validation is not None:
        folder = paths.channel("validation")
        validation = dataset.read(folder, job.channels.validation, csv_weights=weights)
        dataset.check_columns(train, validation)
    for channel in (train, validation):
        if channel is not None:
            labels.check(channel, job.hyperparameters)
    return train, validation


def _plan(job: Configuration, version: Version) -> Any:
    from .boosting import Plan

    values = job.hyperparameters
    chosen = metrics.choose(values.get("eval_metric", ()), values.get("_tuning_objective_metric"))
    return Plan(
        parameters=parameters.for_library(values, chosen),
        metrics=chosen,
        rounds=values["num_round"],
        early_stopping_rounds=values.get("early_stopping_rounds"),
        # A linear model has no rounds to cut off.
        keeps_best=not version.pickles_models and values.get("booster") != "gblinear",
        checkpoints=job.checkpoints,
    )
