"""The program's arguments, checked: one frozen object for each command."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NoReturn, Union

from .ending import base_folder
from .problems import JobProblem
from .shares import Shares

# duration is known only after the call, so that a model with it cannot be used before one; the five
# figures of the economy are left out by AWS's tutorial as well.
DROPPED = (
    "duration",
    "emp.var.rate",
    "cons.price.idx",
    "cons.conf.idx",
    "euribor3m",
    "nr.employed",
)
_NEAR = Fraction(1, 1_000_000)  # 0.333333 three times is meant to be 1


@dataclass(frozen=True)
class Prepare:
    """Tables in, features of three splits and the fitted encoding out."""

    data: Path
    output: Path
    shares: Shares
    dropped: tuple[str, ...]
    skip: bool


@dataclass(frozen=True)
class Evaluate:
    """A model and a test split in, figures out; of the champion too, unless its folder is not there."""

    model: Path
    test: Path
    encoding: Path
    champion: Path
    champion_encoding: Path
    rows: Path
    output: Path


@dataclass(frozen=True)
class Encode:
    """Raw rows on stdin to features on stdout."""

    encoding: Path


Command = Union[Prepare, Evaluate, Encode]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise JobProblem(f"wrong arguments: {message}")


def parse(arguments: Sequence[str]) -> Command:
    """Parse the command line.

    Raises:
        JobProblem: an argument is unknown, malformed or out of bounds; the text says which.
    """
    base = base_folder() / "processing"
    parser = _Parser(prog="bank", description="Features and figures of a bank's campaign.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)

    add = commands.add_parser("prepare", help="tables to features", allow_abbrev=False).add_argument
    add("--data", type=Path, default=base / "input" / "data", help="a file or a folder")
    add("--output", type=Path, default=base / "output")
    add("--train-fraction", type=_fraction, default=Fraction("0.7"))
    add("--validation-fraction", type=_fraction, default=Fraction("0.2"))
    add("--test-fraction", type=_fraction, default=Fraction("0.1"))
    add("--drop", default=",".join(DROPPED), help="columns to leave out, with commas between")
    add("--on-error", choices=("fail", "skip"), default="fail", help="a row that cannot be used")

    add = commands.add_parser("evaluate", help="measure a model", allow_abbrev=False).add_argument
    add("--model", type=Path, default=base / "input" / "model", help="the folder of model.tar.gz")
    add("--test", type=Path, default=base / "input" / "test", help="the folder of the test split")
    add("--encoding", type=Path, default=base / "input" / "encoding")
    add("--champion", type=Path, default=base / "input" / "champion", help="absent: none serves")
    add("--champion-encoding", type=Path, default=base / "input" / "champion-encoding")
    add("--rows", type=Path, default=base / "input" / "rows", help="the test split's raw rows")
    add("--output", type=Path, default=base / "output" / "evaluation")

    add = commands.add_parser(
        "encode", help="raw rows to features", allow_abbrev=False
    ).add_argument
    add("--encoding", type=Path, required=True, help="the folder of encoding.json")

    given = parser.parse_args(arguments)
    if given.command == "encode":
        return Encode(given.encoding)
    if given.command == "evaluate":
        return Evaluate(
            model=given.model,
            test=given.test,
            encoding=given.encoding,
            champion=given.champion,
            champion_encoding=given.champion_encoding,
            rows=given.rows,
            output=given.output,
        )
    return Prepare(
        data=given.data,
        output=given.output,
        shares=_shares(given.train_fraction, given.validation_fraction, given.test_fraction),
        dropped=tuple(name.strip() for name in given.drop.split(",") if name.strip()),
        skip=given.on_error == "skip",
    )


def _fraction(text: str) -> Fraction:
    try:
        share = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"it is {text}, but must be from 0 to 1")
    return share


def _shares(train: Fraction, validation: Fraction, test: Fraction) -> Shares:
    total = train + validation + test
    if abs(total - 1) > _NEAR:
        raise JobProblem(
            f"--train-fraction {float(train):g}, --validation-fraction {float(validation):g} and "
            f"--test-fraction {float(test):g} make {float(total):g} together, but must make 1"
        )
    if not train:
        raise JobProblem("--train-fraction is 0, but there must be rows to train on")
    if not test:
        raise JobProblem("--test-fraction is 0, but the evaluation needs rows")
    return Shares(train, validation, test)
