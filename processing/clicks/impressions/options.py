"""The program's arguments, checked: one frozen object for each command."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from .ending import base_folder
from .problems import JobProblem
from .shares import Shares

LABEL = "click"


@dataclass(frozen=True)
class Prepare:
    """A log in; records of three splits, requests, labels and the fitted encoding out."""

    data: Path
    output: Path
    shares: Shares
    label: str
    min_rows: int


@dataclass(frozen=True)
class Evaluate:
    """What the models said of the test split in, figures out; of one where no other serves yet."""

    scores: Path
    champion_scores: Path
    labels: Path
    encoding: Path
    output: Path


@dataclass(frozen=True)
class Encode:
    """Raw rows on stdin to features on stdout."""

    encoding: Path


@dataclass(frozen=True)
class EncodeAgain:
    """Raw rows of the test split in, requests in another encoding out."""

    rows: Path
    encoding: Path
    output: Path


Command = Prepare | Evaluate | Encode | EncodeAgain


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise JobProblem(f"wrong arguments: {message}")


def parse(arguments: Sequence[str]) -> Command:
    """Parse the command line.

    Raises:
        JobProblem: an argument is unknown, malformed or out of bounds; the text says which.
    """
    base = base_folder() / "processing"
    parser = _Parser(prog="clicks", description="Records and figures of a log of impressions.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)

    add = commands.add_parser("prepare", help="a log to records", allow_abbrev=False).add_argument
    add("--data", type=Path, default=base / "input" / "data", help="a file or a folder")
    add("--output", type=Path, default=base / "output")
    add("--label", default=LABEL, help="the column that says 1 where the ad was clicked")
    add("--train-fraction", type=float, default=0.7)
    add("--validation-fraction", type=float, default=0.15)
    add("--test-fraction", type=float, default=0.15)
    add("--min-rows", type=int, default=5, help="that a category needs to have a feature")

    add = commands.add_parser("evaluate", help="measure a model", allow_abbrev=False).add_argument
    add("--scores", type=Path, default=base / "input" / "transformed", help="of the test split")
    add(
        "--champion-scores",
        type=Path,
        default=base / "input" / "champion-transformed",
        help="of the model that serves; absent: none does",
    )
    add("--labels", type=Path, default=base / "input" / "labels")
    add("--encoding", type=Path, default=base / "input" / "encoding")
    add("--output", type=Path, default=base / "output" / "evaluation")

    add = commands.add_parser(
        "encode", help="raw rows to features", allow_abbrev=False
    ).add_argument
    add("--encoding", type=Path, required=True, help="the folder of encoding.json")

    add = commands.add_parser(
        "encode-again", help="the test split in another encoding", allow_abbrev=False
    ).add_argument
    add("--rows", type=Path, default=base / "input" / "rows")
    add("--encoding", type=Path, default=base / "input" / "champion-encoding")
    add("--output", type=Path, default=base / "output" / "champion-requests")

    given = parser.parse_args(arguments)
    if given.command == "encode":
        return Encode(given.encoding)
    if given.command == "evaluate":
        return Evaluate(
            given.scores, given.champion_scores, given.labels, given.encoding, given.output
        )
    if given.command == "encode-again":
        return EncodeAgain(given.rows, given.encoding, given.output)
    if given.min_rows < 1:
        raise JobProblem(f"--min-rows is {given.min_rows}, but must be at least 1")
    shares = Shares(given.train_fraction, given.validation_fraction, given.test_fraction)
    return Prepare(given.data, given.output, shares, given.label, given.min_rows)
