"""Loads a model's folder for serving and runs it on batches of windows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoModelForTokenClassification

from . import cores, labels, packing
from .failure import JobError
from .grouping import Cost
from .labels import Labels
from .network import load_tokenizer, padding_id
from .precision import best_precision
from .windows import Reader

# Measured on a CPU with a model of 6 layers; on a GPU a pass costs about the same for far more.
PACKED = Cost(start=64, most=1024, padded=False)
PADDED = {"cpu": Cost(start=64, most=512), "cuda": Cost(start=4096, most=32768)}


class ServedModel:
    """A trained model: ``reader`` makes windows of texts, ``run`` scores them.

    ``run`` may be called from ``threads`` threads at once.
    """

    def __init__(self, reader: Reader, labels: Labels, model: Any, padding: int) -> None:
        self.reader = reader
        self.labels = labels.labels
        self._packed = packing.fits(model)
        self.cost = PACKED if self._packed else PADDED[model.device.type]
        if self._packed:
            packing.prepare(model)
        self.threads = cores.networks() if model.device.type == "cpu" else 1
        self._model = model
        self._padding = padding

    def run(self, windows: list[list[int]]) -> list[np.ndarray]:
        """The float32 logits of each window, [sub-tokens, labels]"""
        with torch.inference_mode():
            return self._run_packed(windows) if self._packed else self._run_padded(windows)

    def _run_packed(self, windows: list[list[int]]) -> list[np.ndarray]:
        logits = packing.run(self._model, windows).float().numpy()
        ends = np.cumsum([len(window) for window in windows])
        return np.split(logits, ends[:-1])

    def _run_padded(self, windows: list[list[int]]) -> list[np.ndarray]:
        longest = max(map(len, windows))
        ids: np.ndarray = np.full((len(windows), longest), self._padding, dtype=np.int64)
        mask: np.ndarray = np.zeros((len(windows), longest), dtype=np.int64)
        for row, window in enumerate(windows):
            ids[row, : len(window)] = window
            mask[row, : len(window)] = 1
        device = self._model.device
        logits = self._model(
            input_ids=torch.from_numpy(ids).to(device),
            attention_mask=torch.from_numpy(mask).to(device),
        ).logits
        scored = logits.float().cpu().numpy()
        return [scored[row, : len(window)] for row, window in enumerate(windows)]


def load(folder: Path) -> ServedModel:
    """Read a model's folder, and run it once so that the first request is as fast as the rest.

    Raises:
        JobError: the folder is not what ``train`` leaves.
    """
    tags = labels.read(folder)
    tokenizer = load_tokenizer(folder)
    torch.set_num_threads(cores.each())
    precision = best_precision()
    try:
        model = AutoModelForTokenClassification.from_pretrained(
            folder, dtype=precision.half or torch.float32, local_files_only=True
        )
    except Exception as error:
        what = " ".join(str(error).split())
        raise JobError(f"The model in {folder} cannot be loaded: {what[:500]}") from error
    if model.config.num_labels != len(tags.labels):
        raise JobError(
            f"The model in {folder} has {model.config.num_labels} labels, but {labels.FILE_NAME} "
            f"names {len(tags.labels)}."
        )
    model = model.to(precision.device).eval()
    served = ServedModel(Reader(tokenizer, tags), tags, model, padding_id(tokenizer))
    served.run(served.reader.read("Warm-up.").windows)
    return served
