"""The program's commands and their arguments, checked."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

from .ending import base_folder
from .problems import JobProblem


@dataclass(frozen=True)
class Prepare:
    """Divide the table of ``data`` by these shares; training has what they leave."""

    data: Path
    output: Path
    validation: Fraction
    test: Fraction


@dataclass(frozen=True)
class Evaluate:
    """Measure the model and, where there is one, what serves on the test split."""

    model: Path
    champion: Path | None
    test: Path
    output: Path


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise JobProblem(f"wrong arguments: {message}")


def parse(arguments: Sequence[str]) -> Prepare | Evaluate:
    """Parse the command line. Raises JobProblem where an argument is unknown, lacks or is malformed."""
    base = base_folder() / "processing"
    parser = _Parser(prog="script", description="Rented bicycles.", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    add = commands.add_parser("prepare", allow_abbrev=False).add_argument
    add("--data", type=Path, default=base / "input" / "data")
    add("--output", type=Path, default=base / "output")
    add("--validation-fraction", type=Fraction, default=Fraction("0.15"))
    add("--test-fraction", type=Fraction, default=Fraction("0.15"))
    add = commands.add_parser("evaluate", allow_abbrev=False).add_argument
    add("--model", type=Path, default=base / "input" / "model")
    add("--champion", type=Path)
    add("--test", type=Path, default=base / "input" / "test")
    add("--output", type=Path, default=base / "output" / "evaluation")
    given = parser.parse_args(arguments)
    if given.command == "prepare":
        return Prepare(given.data, given.output, given.validation_fraction, given.test_fraction)
    return Evaluate(given.model, given.champion, given.test, given.output)
