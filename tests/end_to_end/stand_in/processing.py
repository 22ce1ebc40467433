"""Stands in for a pipeline's processing code: something in every output, and for the evaluation a score."""

import json
from pathlib import Path

for output in ("train", "validation", "test", "tokenizer", "report"):
    folder = Path("/opt/ml/processing/output") / output
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{output}.txt").write_text("processed\n")

score = {"f1": {"value": 0.9, "low": 0.8, "high": 1.0}}
champion = Path("/opt/ml/processing/input/champion").is_dir()
measured = {
    "version": 1,
    "rows": 10,
    "candidate": {"metrics": score},
    "champion": {"metrics": score} if champion else None,
}
evaluation = Path("/opt/ml/processing/output/evaluation")
evaluation.mkdir(parents=True, exist_ok=True)
(evaluation / "evaluation.json").write_text(json.dumps(measured))
