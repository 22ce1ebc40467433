"""The program: runs the command that its arguments name. How it ends: ``ending``."""

from __future__ import annotations

from collections.abc import Sequence

from evaluating.problems import Unusable

from .options import Prepare, parse
from .problems import JobProblem


def work(arguments: Sequence[str]) -> str:
    """Run a command; the line that a job's log and its ExitMessage end with.

    Raises:
        JobProblem: the arguments, the data or a model cannot be used.
    """
    command = parse(arguments)
    # Each imports only what it needs, and late.
    try:
        if isinstance(command, Prepare):
            from .preparation import prepare

            return prepare(command)
        from .evaluation import evaluate

        return evaluate(command)
    except Unusable as error:
        raise JobProblem(str(error)) from error
