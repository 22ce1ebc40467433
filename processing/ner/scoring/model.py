"""A trained tagger: its network, its own tokenizer, and what it was trained to make of sentences."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from corpus import tokenizer
from corpus.problems import JobProblem
from corpus.tokenizer import Model as Tokenizing
from corpus.windows import Rows

_BATCH = 64


@dataclass(frozen=True)
class Tagger:
    """``labels`` by their id; sub-tokens are the units where ``every_subtoken``, else words are."""

    labels: tuple[str, ...]
    every_subtoken: bool
    max_length: int
    stride: int
    tokenizing: Tokenizing
    network: Any

    @property
    def types(self) -> tuple[str, ...]:
        return tuple(label[2:] for label in self.labels if label.startswith("B-"))

    def scores(self, rows: Rows) -> np.ndarray:
        """float32 [sub-tokens of all rows, labels]: the network's logits, row after row."""
        lengths = np.diff(rows.starts)
        found: np.ndarray = np.empty((len(rows.input_ids), len(self.labels)), np.float32)
        device = self.network.device
        order = np.argsort(-lengths, kind="stable")  # of like length, so that little is padding
        for first in range(0, len(order), _BATCH):
            chosen = order[first : first + _BATCH]
            ids: np.ndarray = np.zeros((len(chosen), int(lengths[chosen].max())), np.int64)
            mask = np.zeros_like(ids)
            for at, row in enumerate(chosen):
                size = lengths[row]
                ids[at, :size] = rows.input_ids[rows.starts[row] : rows.starts[row + 1]]
                mask[at, :size] = 1
            with torch.inference_mode():
                output = self.network(
                    input_ids=torch.from_numpy(ids).to(device),
                    attention_mask=torch.from_numpy(mask).to(device),
                )
            logits = output.logits.float().cpu().numpy()
            for at, row in enumerate(chosen):
                found[rows.starts[row] : rows.starts[row + 1]] = logits[at, : lengths[row]]
        return found


def unknown(tokenizing: Tokenizing) -> int | None:
    """The id of the token for what a vocabulary lacks; None: it lacks nothing."""
    for token in ("[UNK]", "<unk>"):
        found = tokenizing.texts.token_to_id(token)
        if found is not None:
            return int(found)
    return None


def load(folder: Path, what: str) -> Tagger:
    """The model of an unpacked artifact; ``what`` is such as "the candidate".

    Raises:
        JobProblem: it is not what a training job of this pipeline leaves.
    """
    from transformers import AutoModelForTokenClassification
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        decided = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        labels = tuple(map(str, decided["labels"]))
        length, stride = int(decided["max_length"]), int(decided["stride"])
        network = AutoModelForTokenClassification.from_pretrained(
            folder, dtype=torch.float32, local_files_only=True
        )
    except Exception as error:
        reason = " ".join(str(error).split())[:300]
        raise JobProblem(f"{what} is no model of this pipeline: {reason}") from error
    if network.config.num_labels != len(labels):
        raise JobProblem(
            f"{what} has {network.config.num_labels} labels, but its labels.json names {len(labels)}"
        )
    return Tagger(
        labels=labels,
        every_subtoken=decided["unit"] == "subtoken",
        max_length=length,
        stride=stride,
        tokenizing=tokenizer.from_checkpoint(str(folder), what),
        network=network.to("cuda" if torch.cuda.is_available() else "cpu").eval(),
    )
