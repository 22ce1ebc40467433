"""The command ``evaluate``: arguments in, the job done, a line that sums it up out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .options import parse


def work(arguments: Sequence[str]) -> str:
    """Do the job; the line that its log and its ExitMessage end with.

    Raises:
        JobProblem: the arguments, a model or the test split cannot be used.
    """
    options = parse(arguments)
    # Imported late, so that wrong arguments are told at once.
    from .job import evaluate

    return summary(evaluate(options))


def summary(content: dict[str, Any]) -> str:
    """The scores in one line, those of what serves behind them."""
    line = f"Test, {content['rows']} sentences: {_said(content['candidate'])}"
    if content["champion"] is not None:
        line += f"; what serves: {_said(content['champion'])}"
    if content["champion_problem"]:
        return f"{line}; what serves could not be measured: {content['champion_problem']}"
    return f"{line}."


def _said(model: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_number(one)}" for name, one in model["metrics"].items())


def _number(one: dict[str, Any]) -> str:
    if one["value"] is None:
        return "undefined"
    between = "" if one["low"] is None else f" ({one['low']:.3f} to {one['high']:.3f})"
    return f"{one['value']:.3f}{between}"
