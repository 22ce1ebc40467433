"""The training job, from top to bottom: what it is given, the model, the loop, what it leaves.

Reading data, batches, precision, scoring and checkpoints have modules of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import torch

from . import checkpoints, hyperparameters, labels, model_folder
from .dataset import Split, read_split
from .evaluation import Interrupted, evaluate
from .failure import JobError
from .hyperparameters import Hyperparameters
from .labels import Labels
from .network import load_pretrained, load_tokenizer, padding_id, small_bert
from .paths import Paths
from .precision import best_precision, use_all_cores
from .report import epoch_line, test_line, type_lines
from .trainer import Trainer


def run(paths: Paths, stopped: Callable[[], bool]) -> None:
    """Train, and leave a model that stands alone in ``/opt/ml/model``.

    When ``stopped`` turns true, a checkpoint and the best model so far are written instead of
    going on. Checkpoints are written where the job was given a place for them, and only there: with the
    optimizer's state they are several times the model, for nobody to read.

    Raises:
        JobError: the job was given something that it cannot work with.
    """
    # What the job was given.
    settings = hyperparameters.read(paths.hyperparameters)
    _refuse_several_hosts(paths)
    print("hyperparameters: " + settings.model_dump_json(), flush=True)
    tokenizer_folder = paths.channel("tokenizer")
    if not tokenizer_folder.is_dir():
        raise JobError("The job has no channel 'tokenizer'.")
    tags = labels.read(tokenizer_folder)
    tokenizer = load_tokenizer(tokenizer_folder)
    # A test split is for whoever measures on this job's log; the pipeline measures in a job of its own.
    names = ["train", "validation", *(["test"] if paths.channel("test").is_dir() else [])]
    splits = {name: read_split(paths.channel(name), len(tags.labels)) for name in names}
    for name, split in splits.items():
        print(f"{name}: {len(split)} windows, {split.owned} units", flush=True)
    if not splits["train"].owned:
        raise JobError("Channel 'train' has no labelled unit: there is nothing to learn.")

    # The model.
    use_all_cores()
    torch.manual_seed(settings.seed)
    vocabulary = tokenizer.get_vocab_size()
    _refuse_foreign_tokens(splits, vocabulary)
    padding = padding_id(tokenizer)
    if settings.model_name:
        source = settings.model_name
        model = load_pretrained(settings.model_name, tags, vocabulary)
    elif paths.channel("pretrained").is_dir():
        source = "the pretrained channel"
        model = load_pretrained(paths.channel("pretrained"), tags, vocabulary)
    else:
        source = "random weights"
        model = small_bert(tags, vocabulary, padding)
    precision = best_precision()
    weights = sum(parameter.numel() for parameter in model.parameters())
    print(f"model: {source}, {weights:,} weights, on {precision}", flush=True)

    # The loop: train an epoch, validate, keep the best, save; stop early when nothing improves.
    trainer = Trainer(model, splits["train"], settings, precision, padding)
    fingerprint = _fingerprint(settings, tags, splits["train"], source)
    best: dict[str, Any] | None = None
    history: list[dict[str, Any]] = []
    earlier = checkpoints.load_last(paths.checkpoints, fingerprint)
    if earlier is not None:
        trainer.restore(earlier)
        best, history = earlier.best, earlier.history

    def save() -> None:
        if not paths.checkpoints.is_dir():
            return
        state = trainer.state(fingerprint, best, history)
        path = checkpoints.save(state, paths.checkpoints)
        print(f"saved {path.name}", flush=True)

    while trainer.epochs_done < settings.epochs and not stopped():
        if trainer.epochs_without_gain >= settings.early_stopping_patience:
            print("stopping early: validation F1 did not improve", flush=True)
            break
        loss = trainer.train_epoch(stopped)
        if loss is None:
            break
        try:
            validation = evaluate(
                model, splits["validation"], tags.labels, precision, padding, stopped
            )
        except Interrupted:
            break
        epoch = trainer.epochs_done + 1
        print(epoch_line(epoch, loss, validation), flush=True)
        history.append({"epoch": epoch, "train_loss": loss, **validation.as_dict()})
        gained = best is None or validation.rank > tuple(best["rank"])
        if gained:
            best = {"epoch": epoch, "rank": list(validation.rank), "model": trainer.copy_of_model()}
        trainer.finish_epoch(gained)
        save()

    # What it leaves.
    if trainer.steps_done == 0:
        print("stopped before the first step: there is no model to keep", flush=True)
        return
    if stopped():
        save()
    if best is not None:
        model.load_state_dict(best["model"])
        print(f"best model: epoch {best['epoch']}", flush=True)
    metrics = {
        "epoch": best["epoch"] if best else None,
        "validation": history[best["epoch"] - 1] if best else None,
        "history": history,
        "sentences_per_second": trainer.sentences_per_second,
        "precision": str(precision),
    }
    if "test" in splits and not stopped():
        try:
            test = evaluate(model, splits["test"], tags.labels, precision, padding, stopped)
        except Interrupted:
            pass  # the model is worth more than its test score
        else:
            metrics["test"] = test.as_dict()
            print("\n".join([test_line(test), *type_lines(test)]), flush=True)
    model_folder.write(paths.model, model, tokenizer_folder, metrics)
    print(f"model written to {paths.model}" + (" (stopped)" if stopped() else ""), flush=True)


def _fingerprint(
    settings: Hyperparameters, tags: Labels, train: Split, source: str
) -> dict[str, Any]:
    # Patience may change from one run to the next; all else decides what the next step is.
    given = settings.model_dump(exclude={"early_stopping_patience"})
    return {**given, "labels": list(tags.labels), "train": train.fingerprint(), "model": source}


def _refuse_foreign_tokens(splits: dict[str, Split], vocabulary: int) -> None:
    for name, split in splits.items():
        low, high = int(split.input_ids.min()), int(split.input_ids.max())
        if low < 0 or high >= vocabulary:
            raise JobError(
                f"Channel {name!r} has token id {low if low < 0 else high}, but the tokenizer has "
                f"{vocabulary} tokens: both channels must come from the same processing job."
            )


def _refuse_several_hosts(paths: Paths) -> None:
    if not paths.resources.exists():
        return
    hosts = json.loads(paths.resources.read_text(encoding="utf-8")).get("hosts", [])
    if len(hosts) > 1:
        raise JobError(
            f"This image trains on one instance, but the job has {len(hosts)}: set InstanceCount "
            "to 1 and choose a larger instance type."
        )
