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

from benchmarks import orchestration, road, server
from stepline import checkpoint
from tests.job_environment import HOME, ROOT, packages_beside, python_of

DATA = Path(os.environ.get("STEPLINE_DATA", ROOT / ".." / "shared" / "data"))
# The peers': the stock Trainer needs accelerate, the usual server is Flask behind gunicorn.
PEERS = ("accelerate==1.15.0", "psutil==7.2.2", "gunicorn==27.0.1")


def main() -> None:
    for part in (server, orchestration, road):
        for row in part.rows():
            print(row, flush=True)
    for command in job_benchmarks():
        subprocess.run(command, cwd=ROOT, env=_environment(), check=True)


def job_benchmarks() -> Iterator[list[str]]:
    """The command lines of what runs in the job image's environment."""
    python, weights = str(python_of("ner")), str(checkpoint.fetch(HOME))
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
    kit = packages_beside("benchkit", *PEERS, options=("--no-deps",))
    extra = packages_beside("benchkit-web", "flask")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (kit, extra, ROOT)))}


if __name__ == "__main__":
    sys.exit(main())
