"""One training job: configuration, data, epochs, the best model, its scores, its file."""

from __future__ import annotations

import json
import math
import time

from built_in import log_lines
from built_in.channels import Rows
from built_in.folders import Folders

from . import configuration, data_sets, scores
from .configuration import Configuration
from .contest import Contest, Contestant
from .hyperparameter_table import BINARY
from .model import Model

ALGORITHM = "Linear Learner"


def run(folders: Folders) -> None:
    """Train, and write the model.

    Raises:
        JobError: why it cannot.
    """
    started = time.time()
    job = configuration.read(folders)
    metrics = log_lines.Metrics(ALGORITHM, job.host)
    log_lines.info("Using default worker.")
    rows = data_sets.read(folders, job)
    log_lines.info(
        f"The train channel has {len(rows['train'])} rows of {rows['train'].columns} features"
    )
    contest = Contest(job, rows["train"], rows.get("validation", rows["train"]))
    log_lines.info(f"{len(contest.contestants)} models are trained side by side")
    epochs = _train(job, contest, rows, metrics)
    contest.go_back()
    chosen, model = contest.best()
    _report_scores(job, contest, model, rows)
    log_lines.info(f"Best model found for hyperparameters: {json.dumps(_parameters(job, chosen))}")
    _report_test(job, contest, model, rows)
    model.save(folders.model)
    log_lines.info(f"Saved the model to {folders.model}")
    metrics.write({"epochs": epochs, "totaltime": 1000 * (time.time() - started)}, started)


def _train(
    job: Configuration, contest: Contest, rows: dict[str, Rows], metrics: log_lines.Metrics
) -> int:
    """Go through the epochs; returns how many there were."""
    count, values = job.values["epochs"], job.values
    best, waited = -math.inf, 0
    for epoch in range(count):
        started = time.time()
        contest.epoch(is_last=epoch == count - 1)
        seconds = time.time() - started
        _report_epoch(job, contest, rows, metrics, epoch)
        criterion = _criterion(job, contest, rows)
        value = max(_watched(criterion, contest, one) for one in contest.contestants)
        log_lines.info(
            f"#early_stopping_criteria_metric: host={job.host}, epoch={epoch}, criteria={criterion}, "
            f"value={abs(value)!r}"
        )
        improved = _improvement(value, best) > values["early_stopping_tolerance"]
        waited = 0 if improved else waited + 1
        if value > best:
            contest.keep()
        best = max(best, value)
        log_lines.info(
            f"Epoch {epoch}: Loss improved. Updating best model"
            if improved
            else f"Epoch {epoch}: Loss has not improved for {waited} epochs."
        )
        batches = math.ceil(len(rows["train"]) / values["mini_batch_size"])
        metrics.records(len(rows["train"]), batches, started, epoch, "training_data_iter")
        log_lines.throughput(job.host, len(rows["train"]), seconds)
        # What finds the optimum is over when it is there; what descends, when it gets no better.
        is_over = contest.is_over or (
            waited >= values["early_stopping_patience"] and contest.stops_early
        )
        if is_over and epoch < count - 1:
            log_lines.info("Early stop condition met. Stopping training.")
        log_lines.progress(job.host, 100 if is_over else 100 * (epoch + 1) // count)
        if is_over:
            return epoch + 1
    return int(count)


def _report_epoch(
    job: Configuration,
    contest: Contest,
    rows: dict[str, Rows],
    metrics: log_lines.Metrics,
    epoch: int,
) -> None:
    measured = {"train": contest.training_loss}
    if "validation" in rows:
        measured["validation"] = contest.judged_loss
    for channel, loss in measured.items():
        name = contest.loss.objective
        found = [loss(one) for one in contest.contestants]
        for index, value in enumerate(found):
            metrics.write({f"{channel}_{name}": value}, time.time(), epoch=epoch, model=index)
        log_lines.loss(job.host, f"{channel} {name}", found[0], epoch)


def _report_scores(
    job: Configuration, contest: Contest, model: Model, rows: dict[str, Rows]
) -> None:
    channel = "validation" if "validation" in rows else "train"
    _report(job, contest, model, rows[channel])


def _report_test(job: Configuration, contest: Contest, model: Model, rows: dict[str, Rows]) -> None:
    if "test" in rows:
        _report(job, contest, model, rows["test"])
    else:
        log_lines.info("Test data is not provided.")


def _report(job: Configuration, contest: Contest, model: Model, rows: Rows) -> None:
    found = scores.scores(model, contest.loss, rows.features, rows.labels, dict(job.values))
    for one in found:
        log_lines.info(f"#{rows.channel}_score ({job.host}) : {(one.name, one.value)}")
    for one in found:
        write = log_lines.loss if one.is_loss else log_lines.score
        write(job.host, f"{rows.channel} {one.name}", one.value)


def _criterion(job: Configuration, contest: Contest, rows: dict[str, Rows]) -> str:
    """The name of what is watched for improvement."""
    name = job.values["binary_classifier_model_selection_criteria"]
    goes_by_loss = name in ("loss_function", "cross_entropy_loss") or "validation" not in rows
    if job.predictor_type != BINARY or goes_by_loss:
        return contest.loss.objective
    return f"sampled_{name}"


def _watched(criterion: str, contest: Contest, contestant: Contestant) -> float:
    """How good a model is by that criterion: more is better."""
    if criterion == contest.loss.objective:
        return -contest.judged_loss(contestant)
    return contest.judged(contestant).value


def _improvement(value: float, best: float) -> float:
    """By how much of the best so far a value is better."""
    if math.isinf(best):
        return math.inf
    return (value - best) / max(abs(best), 1e-12)


def _parameters(job: Configuration, chosen: Contestant) -> dict[str, object]:
    """What distinguishes the best model."""
    found: dict[str, object] = {
        "optimizer": job.values["optimizer"],
        "wd": chosen.variant.wd,
        "l1": chosen.variant.l1,
    }
    if job.values["learning_rate"] != "auto":
        found["learning_rate"] = job.values["learning_rate"]
    if job.predictor_type == BINARY:
        found["positive_example_weight_mult"] = chosen.variant.positive_weight
    return found
