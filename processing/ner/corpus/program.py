"""The program: arguments in, the job done, a line that sums it up out. How it ends: ``ending``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from .options import parse


def work(arguments: Sequence[str]) -> str:
    """Do the job; the line that its log and its ExitMessage end with.

    Raises:
        JobProblem: the arguments, the data or the checkpoint cannot be used.
    """
    options = parse(arguments)
    # Imported late, so that wrong arguments are told at once.
    from .job import prepare

    result = prepare(options)
    for warning in result["warnings"]:
        print(f"warning: {warning}", file=sys.stderr)
    return summary(result)


def summary(result: dict[str, Any]) -> str:
    """The figures in one line, and the warnings behind them."""
    splits = result["splits"]
    sizes = ", ".join(f"{name} {figures['sentences']}" for name, figures in splits.items())
    entities = sum(splits["train"]["entities"].values())
    dropped = result["dropped"]["sentences"]
    tail = f"; {dropped} dropped" if dropped else ""
    for warning in result["warnings"]:
        tail += f". Warning: {warning}"
    return (
        f"Sentences: {sizes}; {entities} entities of {len(result['labels']) // 2} types to train "
        f"on; unit {result['unit']}{tail}."
    )
