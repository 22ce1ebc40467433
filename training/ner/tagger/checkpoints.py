"""Saves the state of training in ``/opt/ml/checkpoints`` and finds it again.

SageMaker makes that folder for a job with a CheckpointConfig, copies it to S3 while the job runs, and from S3
before a job that resumes starts.
The newest two are kept: if the newest cannot be read, the one before it serves.
"""

from __future__ import annotations

import pickle
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from .failure import JobError
from .files import written_whole

CHECKPOINTS = 2
_NAME = re.compile(r"checkpoint-(\d+)\.pt")


@dataclass(frozen=True)
class Progress:
    """How far training has come."""

    epoch: int = 0  # epochs done
    step: int = 0  # steps done of the epoch after those
    total_steps: int = 0  # steps done of all epochs
    losses: float = 0.0  # sum of the losses of all units in this epoch's steps
    units: int = 0  # units in this epoch's steps
    epochs_without_gain: int = 0


@dataclass(frozen=True)
class Checkpoint:
    """Everything from which training goes on as if it had not stopped."""

    fingerprint: dict[str, Any]  # what the job was given; another job must not go on from here
    progress: Progress
    model: dict[str, torch.Tensor]
    optimizer: dict[str, Any]
    random: torch.Tensor  # the state of the CPU's generator (dropout)
    best: dict[str, Any] | None  # {"model": ..., "evaluation": ..., "epoch": ...}
    history: list[dict[str, Any]]  # the metrics of each epoch done


def save(checkpoint: Checkpoint, folder: Path) -> Path:
    """Write one more checkpoint and remove those that are no longer needed."""
    path = folder / f"checkpoint-{checkpoint.progress.total_steps:08}.pt"
    content = {
        **{name: getattr(checkpoint, name) for name in checkpoint.__dataclass_fields__},
        "progress": asdict(checkpoint.progress),
    }
    with written_whole(path) as temporary:
        torch.save(content, temporary)
    for old in _newest_first(folder)[CHECKPOINTS:]:
        old.unlink()
    return path


def load_last(folder: Path, fingerprint: dict[str, Any]) -> Checkpoint | None:
    """The newest checkpoint that can be read; None if there is none at all.

    Raises:
        JobError: none of them can be read, or they belong to a different job.
    """
    paths = _newest_first(folder)
    if not paths:
        return None
    for path in paths:
        try:
            content = torch.load(path, map_location="cpu", weights_only=True)
            checkpoint = Checkpoint(**{**content, "progress": Progress(**content["progress"])})
        except (OSError, RuntimeError, EOFError, KeyError, TypeError, pickle.UnpicklingError) as e:
            print(f"warning: {path.name} cannot be read ({e}), trying the one before", flush=True)
            continue
        _must_match(checkpoint.fingerprint, fingerprint)
        print(f"resuming from {path.name}", flush=True)
        return checkpoint
    raise JobError(
        f"None of the {len(paths)} checkpoints in {folder} can be read: remove them or name "
        "another S3 location for checkpoints."
    )


def _must_match(written: dict[str, Any], given: dict[str, Any]) -> None:
    different = sorted(key for key in given if written.get(key) != given[key])
    if different:
        raise JobError(
            f"The checkpoint belongs to a job with another {', '.join(different)}: start it with "
            "the same or name another S3 location for checkpoints."
        )


def _newest_first(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    return sorted(found, key=lambda path: path.name, reverse=True)
