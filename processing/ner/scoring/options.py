"""The arguments of ``evaluate``, checked."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from corpus.ending import base_folder
from corpus.problems import JobProblem


@dataclass(frozen=True)
class Options:
    """Folders: of the two models, of the test split, and for what is found. A first run has no champion."""

    model: Path
    champion: Path | None
    test: Path
    output: Path


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise JobProblem(f"wrong arguments: {message}")


def parse(arguments: Sequence[str]) -> Options:
    """Parse the command line.

    Raises:
        JobProblem: an argument is unknown, or a folder that is needed is not there.
    """
    base = base_folder() / "processing"
    parser = _Parser(
        prog="ner evaluate", description="Measure a tagger on the test split.", allow_abbrev=False
    )
    add = parser.add_argument
    add("--model", type=Path, default=base / "input" / "model", help="the candidate")
    add("--champion", type=Path, help="what serves; not there: nothing does")
    add("--test", type=Path, default=base / "input" / "test", help="the test split")
    add("--output", type=Path, default=base / "output" / "evaluation")
    given = parser.parse_args(arguments)
    options = Options(given.model, given.champion, given.test, given.output)
    for what, folder in (("model", options.model), ("test split", options.test)):
        if not folder.is_dir():
            raise JobProblem(f"there is no folder {folder} with the {what}")
    return options
