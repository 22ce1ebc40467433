"""Training compared with the stock Transformers ``Trainer``: speed, and F1 on the same split.

Both fine-tune the same checkpoint on the same tokenised WNUT17 for the same epochs with the same
batch size, learning rate and warm-up, one after the other. The stock one samples at random and
pads each batch to its longest sentence. Speed is sentences a second of training, validation left
out; both are scored by the same strict code. Run it with the job image's requirements and
accelerate, which the stock Trainer needs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.table import Row

ROOT = Path(__file__).resolve().parent.parent
IMAGE = ROOT / "training/ner"
TARGET = 1.5
SETTINGS = {"epochs": 3, "batch_size": 16, "learning_rate": 1e-4, "warmup_ratio": 0.1, "seed": 13}


@dataclass(frozen=True)
class Result:
    """``rate`` in sentences a second; ``f1`` on dev: of the model kept, and after the last epoch."""

    rate: float
    f1: float
    last_f1: float


def ours(base: Path) -> Result:
    """Run the image's own ``train``."""
    config = base / "input/config"
    config.mkdir(parents=True, exist_ok=True)
    strings = {name: str(value) for name, value in SETTINGS.items()}
    (config / "hyperparameters.json").write_text(json.dumps(strings))
    environment = {**os.environ, "SAGEMAKER_BASE_DIR": str(base)}
    subprocess.run([sys.executable, str(IMAGE / "train")], env=environment, check=True)
    metrics = json.loads((base / "model/metrics.json").read_text())
    return Result(
        rate=metrics["sentences_per_second"],
        f1=metrics["validation"]["overall"]["f1"],
        last_f1=metrics["history"][-1]["overall"]["f1"],
    )


def stock(base: Path) -> Result:
    """Run the stock ``Trainer`` on the same files."""
    # As our train has it; without it, a busy machine would slow the peer down ten times.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch
    from transformers import (
        AutoTokenizer,
        DataCollatorForTokenClassification,
        Trainer,
        TrainingArguments,
    )

    from training.ner.tagger import labels
    from training.ner.tagger.dataset import read_split
    from training.ner.tagger.evaluation import evaluate
    from training.ner.tagger.network import load_pretrained, load_tokenizer, padding_id
    from training.ner.tagger.precision import Precision, use_all_cores

    use_all_cores()
    torch.manual_seed(SETTINGS["seed"])
    data = base / "input/data"
    tags = labels.read(data / "tokenizer")
    tokenizer = load_tokenizer(data / "tokenizer")
    splits = {name: read_split(data / name, len(tags.labels)) for name in ("train", "validation")}
    rows: list[dict[str, Any]] = []
    for index in range(len(splits["train"])):
        ids, tag_ids = splits["train"].row(index)
        rows.append({"input_ids": ids.tolist(), "labels": tag_ids.tolist()})
    model = load_pretrained(data / "pretrained", tags, tokenizer.get_vocab_size())
    steps = -(-len(rows) // int(SETTINGS["batch_size"])) * int(SETTINGS["epochs"])
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(
            model,
            TrainingArguments(
                folder,
                num_train_epochs=SETTINGS["epochs"],
                per_device_train_batch_size=SETTINGS["batch_size"],
                learning_rate=SETTINGS["learning_rate"],
                warmup_steps=round(steps * SETTINGS["warmup_ratio"]),
                weight_decay=0.01,
                seed=SETTINGS["seed"],
                save_strategy="no",
                report_to=[],
                logging_steps=50,
            ),
            train_dataset=rows,
            data_collator=DataCollatorForTokenClassification(
                AutoTokenizer.from_pretrained(data / "tokenizer")
            ),
        )
        started = time.monotonic()
        trainer.train()
        seconds = time.monotonic() - started
    device = next(model.parameters()).device
    score = evaluate(
        model,
        splits["validation"],
        tags.labels,
        Precision(device, None),
        padding_id(tokenizer),
    )
    f1 = score.overall.f1
    return Result(len(rows) * int(SETTINGS["epochs"]) / seconds, f1, f1)


def prepare(data: Path, pretrained: Path, base: Path) -> None:
    """Tokenise WNUT17 with the project's own processing job; dev is the validation split."""
    corpus = base / "corpus"
    corpus.mkdir(parents=True)
    for name, source in {
        "train": "wnut17train.conll",
        "validation": "emerging.dev.conll",
        "test": "emerging.dev.conll",
    }.items():
        (corpus / f"{name}.conll").symlink_to(data.resolve() / "wnut17" / source)
    output = base / "input/data"
    command = [sys.executable, str(ROOT / "processing/ner"), "--data", str(corpus)]
    command += ["--output", str(output), "--pretrained", str(pretrained)]
    subprocess.run(command, check=True)
    (output / "pretrained").symlink_to(pretrained.resolve())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pretrained", type=Path, required=True, help="all-MiniLM-L6-v2's folder")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("STEPLINE_DATA", "../shared/data"))
    )
    parser.add_argument("--base", type=Path, help="work here and keep it (serving.py can use it)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for row in rows(options.data, options.pretrained, options.base or Path(temporary)):
            print(row, flush=True)


def rows(data: Path, pretrained: Path, base: Path) -> Iterator[Row]:
    """``data`` holds wnut17/, ``pretrained`` the checkpoint; ``base`` is worked in."""
    prepare(data, pretrained, base)
    mine, peer = ours(base), stock(base)
    ratio = mine.rate / peer.rate
    rates = f"stock Trainer {peer.rate:.0f}/s, at least {TARGET}x"
    yield Row("training: sentences/s", f"{mine.rate:.0f}/s", rates, ratio, ratio >= TARGET)
    scores = f"stock Trainer {peer.f1:.3f}, no lower"
    holds = mine.f1 >= peer.f1
    yield Row("training: dev F1, WNUT17", f"{mine.f1:.3f}", scores, mine.f1 / peer.f1, holds)


if __name__ == "__main__":
    main()
