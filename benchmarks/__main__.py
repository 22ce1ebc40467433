"""`make bench`: every benchmark, one after the other, each in the environment that it measures.

The public data that training and serving are measured on (WNUT17) is not part of the project; without
it those two are left out, and said to be.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import (
    conditional_writes,
    functions,
    orchestration,
    run,
    server,
    step_functions,
    transform,
    xgboost_training,
)
from localaws.images.interpreter import interpreter
from stepline import checkpoint

ROOT = Path(__file__).parent.parent
HOME = ROOT / ".stepline"
DATA = Path(os.environ.get("STEPLINE_DATA", ROOT / ".." / "shared" / "data"))


def main() -> None:
    parts = (server, orchestration, step_functions, functions, conditional_writes, run)
    for part in (*parts, xgboost_training, transform):
        for row in part.rows():
            print(row, flush=True)
    for command in job_benchmarks():
        subprocess.run(command, cwd=ROOT, env=_environment(), check=True)


def job_benchmarks() -> Iterator[list[str]]:
    """The command lines of what runs in the job image's environment."""
    python, weights = str(interpreter(HOME, ROOT / "training" / "ner")), str(checkpoint.fetch(HOME))
    yield [str(interpreter(HOME, xgboost_training.IMAGE)), "-m", "benchmarks.xgboost_serving"]
    module = [python, "-m"]
    real = DATA / "stockmark-ner-ja" / "train.jsonl"
    options = [
        "--memory-sentences",
        "1000000",
        *(["--json-lines", str(real)] if real.exists() else []),
    ]
    yield [*module, "benchmarks.preprocessing", "--pretrained", weights, *options]
    if not (DATA / "wnut17").is_dir():
        print(f"left out: training and serving, which need WNUT17 in {DATA / 'wnut17'}")
        return
    with tempfile.TemporaryDirectory() as base:
        given = ["--data", str(DATA), "--base", base]
        yield [*module, "benchmarks.training", "--pretrained", weights, *given]
        yield [*module, "benchmarks.serving", *given]


def _environment() -> dict[str, str]:
    """The peers' packages beside those of the image."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / ".benchkit"), str(ROOT)])}


if __name__ == "__main__":
    sys.exit(main())
