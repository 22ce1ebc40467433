"""Batches of rows of like length, so that little of a batch is padding.

Sorting everything would give the least padding, but then neighbouring steps see the same kind of
sentence and F1 suffers. So the rows are shuffled, sorted within pools of some batches only, and
the order of all batches is shuffled again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from .dataset import NOT_OWNED, Split

POOL = 50  # batches that are sorted together


@dataclass(frozen=True)
class Batch:
    """Rows padded to the longest of them."""

    input_ids: torch.Tensor  # int64 [rows, longest]
    attention_mask: torch.Tensor  # int64 [rows, longest], 0 on padding
    labels: torch.Tensor  # int64 [rows, longest], NOT_OWNED where there is nothing to learn

    def to(self, device: torch.device) -> Batch:
        return Batch(
            self.input_ids.to(device, non_blocking=True),
            self.attention_mask.to(device, non_blocking=True),
            self.labels.to(device, non_blocking=True),
        )


def like_length(
    lengths: np.ndarray, batch_size: int, random: np.random.Generator, pool: int = POOL
) -> list[np.ndarray]:
    """Row numbers of each batch of one epoch: every row once, all batches full but one."""
    order = random.permutation(len(lengths))
    pools = [
        order[start : start + pool * batch_size]
        for start in range(0, len(order), pool * batch_size)
    ]
    batches = [
        batch
        for rows in pools
        for batch in _chunks(rows[np.argsort(lengths[rows], kind="stable")], batch_size)
    ]
    return [batches[index] for index in random.permutation(len(batches))]


def by_length(lengths: np.ndarray, batch_size: int) -> list[np.ndarray]:
    """Row numbers of each batch with the least padding, for evaluation: longest first."""
    return list(_chunks(np.argsort(-lengths, kind="stable"), batch_size))


def collate(split: Split, rows: np.ndarray, padding_id: int) -> Batch:
    """Make the tensors of one batch."""
    longest = int(split.lengths[rows].max())
    input_ids: np.ndarray = np.full((len(rows), longest), padding_id, dtype=np.int64)
    attention_mask: np.ndarray = np.zeros((len(rows), longest), dtype=np.int64)
    labels: np.ndarray = np.full((len(rows), longest), NOT_OWNED, dtype=np.int64)
    for at, row in enumerate(rows):
        ids, tags = split.row(int(row))
        input_ids[at, : len(ids)] = ids
        attention_mask[at, : len(ids)] = 1
        labels[at, : len(ids)] = tags
    return Batch(*(torch.from_numpy(array) for array in (input_ids, attention_mask, labels)))


def _chunks(rows: np.ndarray, size: int) -> Iterator[np.ndarray]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
