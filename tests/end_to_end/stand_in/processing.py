"""Stands in for a pipeline's processing code: something in every output."""

from pathlib import Path

for output in ("train", "validation", "test", "tokenizer", "report"):
    folder = Path("/opt/ml/processing/output") / output
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{output}.txt").write_text("processed\n")
