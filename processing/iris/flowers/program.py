"""The program: its arguments, and which command they name."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

from .problems import JobProblem

_BASE = Path("/opt/ml/processing")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise JobProblem(f"wrong arguments: {message}")


def work(arguments: Sequence[str]) -> str:
    """Run a command; the line that a job's log and its ExitMessage end with.

    Raises:
        JobProblem: the arguments cannot be used; other errors are those of the command.
    """
    parser = _Parser(prog="iris", description="Splits of rows, and an evaluation of models.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    add = commands.add_parser("prepare", allow_abbrev=False).add_argument
    add("--data", type=Path, default=_BASE / "input" / "data", help="a folder")
    add("--output", type=Path, default=_BASE / "output")
    add("--test-fraction", type=_fraction, default=Fraction(1, 5))
    add = commands.add_parser("evaluate", allow_abbrev=False).add_argument
    add("--model", type=Path, default=_BASE / "input" / "model", help="of the candidate")
    add("--champion", type=Path, default=_BASE / "input" / "champion", help="absent: none serves")
    add("--test", type=Path, default=_BASE / "input" / "test")
    add("--output", type=Path, default=_BASE / "output" / "evaluation")
    given = parser.parse_args(arguments)
    # Each imports only what it needs, and late.
    if given.command == "prepare":
        from .preparation import prepare

        return prepare(given.data, given.output, given.test_fraction)
    from .evaluation import evaluate

    return evaluate(given.model, given.champion, given.test, given.output)


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
