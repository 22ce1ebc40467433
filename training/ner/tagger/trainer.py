"""Optimises a network over one epoch at a time, and can stop and go on at any step.

The order of the batches follows from the seed and the epoch alone, so a run that resumes skips
the steps it has done and sees the rest as it would have.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from .batches import Batch, collate, like_length
from .checkpoints import Checkpoint, Progress
from .dataset import NOT_OWNED, Split
from .hyperparameters import Hyperparameters
from .precision import Precision
from .report import progress_line

GRADIENT_NORM = 1.0
SECONDS_BETWEEN_PROGRESS = 3.0


class Trainer:
    """A network, its optimizer and how far they have come."""

    def __init__(
        self,
        model: Any,
        split: Split,
        settings: Hyperparameters,
        precision: Precision,
        padding_id: int,
    ) -> None:
        self._model = model.to(precision.device)
        self._split = split
        self._settings = settings
        self._precision = precision
        self._padding_id = padding_id
        self._steps_per_epoch = -(-len(split) // settings.batch_size)
        self._units_per_step = split.owned / self._steps_per_epoch
        self._optimizer = torch.optim.AdamW(
            _groups(model, settings.weight_decay), lr=settings.learning_rate, fused=True
        )
        self._scaler = torch.amp.GradScaler(enabled=precision.scales_loss)
        self._progress = Progress()
        self._seconds = 0.0
        self._rows = 0

    @property
    def epochs_done(self) -> int:
        return self._progress.epoch

    @property
    def epochs_without_gain(self) -> int:
        return self._progress.epochs_without_gain

    @property
    def steps_done(self) -> int:
        return self._progress.total_steps

    @property
    def sentences_per_second(self) -> float:
        """Rows trained on by this process a second of training, validation left out."""
        return self._rows / self._seconds if self._seconds else 0.0

    def train_epoch(self, stopped: Callable[[], bool]) -> float | None:
        """Train to the end of the epoch; the mean loss of a unit, or None if stopped before it."""
        settings, split = self._settings, self._split
        random = np.random.default_rng([settings.seed, self._progress.epoch])
        batches = like_length(split.lengths, settings.batch_size, random)
        last_report = time.monotonic()
        self._model.train()
        for rows in batches[self._progress.step :]:
            if stopped():
                return None
            started = time.monotonic()
            loss, units = self._step(collate(split, rows, self._padding_id))
            self._seconds += time.monotonic() - started
            self._rows += len(rows)
            done = self._progress
            self._progress = done = replace(
                done,
                step=done.step + 1,
                total_steps=done.total_steps + 1,
                losses=done.losses + loss,
                units=done.units + units,
            )
            is_last = done.step == len(batches)
            if is_last or time.monotonic() - last_report > SECONDS_BETWEEN_PROGRESS:
                last_report = time.monotonic()
                where = (done.epoch + 1, settings.epochs, done.step, len(batches))
                print(progress_line(*where, self.sentences_per_second), flush=True)
        return self._progress.losses / max(1, self._progress.units)

    def finish_epoch(self, gained: bool) -> None:
        """Count the epoch, and whether its validation was the best so far."""
        done = self._progress
        self._progress = Progress(
            epoch=done.epoch + 1,
            total_steps=done.total_steps,
            epochs_without_gain=0 if gained else done.epochs_without_gain + 1,
        )

    def copy_of_model(self) -> dict[str, torch.Tensor]:
        """The weights as they are now, on the CPU."""
        return {
            name: weights.detach().to("cpu", copy=True)
            for name, weights in self._model.state_dict().items()
        }

    def state(
        self,
        fingerprint: dict[str, Any],
        best: dict[str, Any] | None,
        history: list[dict[str, Any]],
    ) -> Checkpoint:
        """All that ``restore`` needs."""
        return Checkpoint(
            fingerprint=fingerprint,
            progress=self._progress,
            model=self._model.state_dict(),
            optimizer=self._optimizer.state_dict(),
            random=torch.get_rng_state(),
            best=best,
            history=history,
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go on where the checkpoint was written."""
        self._model.load_state_dict(checkpoint.model)
        self._optimizer.load_state_dict(checkpoint.optimizer)
        torch.set_rng_state(checkpoint.random)
        self._progress = checkpoint.progress

    def _step(self, batch: Batch) -> tuple[float, int]:
        """One step of the optimizer; the sum of the losses of the batch's units, and their number.

        The loss is divided by the units of an average batch, not of this one. Batches of short
        sentences have few units, and a mean over each batch would make those units count for more
        than the units of long sentences: that, not the sorting, is what costs F1.
        """
        batch = batch.to(self._precision.device)
        with self._precision.autocast():
            output = self._model(input_ids=batch.input_ids, attention_mask=batch.attention_mask)
        owned = batch.labels != NOT_OWNED
        loss = torch.nn.functional.cross_entropy(
            output.logits[owned].float(), batch.labels[owned], reduction="sum"
        )
        rate = self._settings.learning_rate * self._rate()
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        self._scaler.scale(loss / self._units_per_step).backward()
        self._scaler.unscale_(self._optimizer)
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), GRADIENT_NORM)
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._optimizer.zero_grad(set_to_none=True)
        return float(loss.detach()), int(owned.sum())

    def _rate(self) -> float:
        """Share of the learning rate: linear warm-up, then linear decay to zero."""
        total = self._steps_per_epoch * self._settings.epochs
        warmup = round(total * self._settings.warmup_ratio)
        step = self._progress.total_steps
        if step < warmup:
            return (step + 1) / warmup
        return (total - step) / max(1, total - warmup)


def _groups(model: Any, weight_decay: float) -> list[dict[str, Any]]:
    """Matrices decay; biases and the weights of normalisations, which are vectors, do not."""
    parameters = [one for one in model.parameters() if one.requires_grad]
    return [
        {"params": [one for one in parameters if one.ndim > 1], "weight_decay": weight_decay},
        {"params": [one for one in parameters if one.ndim <= 1], "weight_decay": 0.0},
    ]
