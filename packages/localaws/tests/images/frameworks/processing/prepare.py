"""Says what a processing job of a framework's image has: its libraries, the source folder, requirements."""

import sys
from pathlib import Path

import beside
import sklearn
import tabulate

if __name__ == "__main__":
    said = tabulate.tabulate(
        [[sklearn.__version__.split(".")[0], beside.NAME, *sys.argv[1:]]], tablefmt="tsv"
    )
    Path("/opt/ml/processing/out/said.tsv").write_text(said)
