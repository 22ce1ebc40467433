"""The job's arguments, checked."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from .counting import BY_NAME
from .ending import base_folder
from .problems import JobProblem


@dataclass(frozen=True)
class Options:
    """What the job is asked to do. ``pretrained`` and ``model_name`` exclude each other."""

    data: Path
    output: Path
    pretrained: Path | None
    model_name: str | None
    max_length: int  # sub-tokens of a window, special tokens included
    stride: int  # sub-tokens that neighbouring windows have in common
    validation_fraction: float
    test_fraction: float
    unit: str  # "auto", "word" or "subtoken"
    offsets: str  # "auto", or a way in which the offsets of JSON lines are counted
    skip: bool
    vocabulary: int


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise JobProblem(f"wrong arguments: {message}")


def parse(arguments: Sequence[str]) -> Options:
    """Parse the command line.

    Raises:
        JobProblem: an argument is unknown, malformed or out of bounds; the text says which.
    """
    base = base_folder() / "processing"
    parser = _Parser(
        prog="ner", description="Tokenise a corpus of labelled sentences.", allow_abbrev=False
    )
    add = parser.add_argument
    add("--data", type=Path, default=base / "input" / "data", help="a file or a folder")
    add("--output", type=Path, default=base / "output")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--pretrained", type=Path, help="a checkpoint's folder")
    source.add_argument("--model-name", help="a checkpoint's name on the model hub")
    add("--max-length", type=int, default=128, help="sub-tokens of a window")
    add("--stride", type=int, default=32, help="sub-tokens that windows have in common")
    add("--validation-fraction", type=float, default=0.1, help="used where no file is that split")
    add("--test-fraction", type=float, default=0.1, help="used where no file is that split")
    add("--unit", choices=("auto", "word", "subtoken"), default="auto")
    add("--offsets", choices=("auto", *BY_NAME), default="auto", help="how spans count")
    add("--on-error", choices=("fail", "skip"), default="fail")
    add("--vocabulary", type=int, default=16_000, help="size of a tokenizer trained here")
    given = parser.parse_args(arguments)
    options = Options(
        data=given.data,
        output=given.output,
        pretrained=given.pretrained,
        model_name=given.model_name or None,
        max_length=given.max_length,
        stride=given.stride,
        validation_fraction=given.validation_fraction,
        test_fraction=given.test_fraction,
        unit=given.unit,
        offsets=given.offsets,
        skip=given.on_error == "skip",
        vocabulary=given.vocabulary,
    )
    _check(options)
    return options


def _check(options: Options) -> None:
    if not 8 <= options.max_length <= 8192:
        raise JobProblem(f"--max-length is {options.max_length}, but must be from 8 to 8192")
    if not 0 <= options.stride <= options.max_length // 2:
        raise JobProblem(
            f"--stride is {options.stride}, but must be from 0 to half of --max-length "
            f"({options.max_length // 2})"
        )
    for name, share in (
        ("--validation-fraction", options.validation_fraction),
        ("--test-fraction", options.test_fraction),
    ):
        if not 0 <= share <= 0.9:
            raise JobProblem(f"{name} is {share:g}, but must be from 0 to 0.9")
    if options.validation_fraction + options.test_fraction > 0.9:
        raise JobProblem("--validation-fraction and --test-fraction leave too little for training")
    if not 100 <= options.vocabulary <= 1_000_000:
        raise JobProblem(f"--vocabulary is {options.vocabulary}, but must be from 100 to 1000000")
