"""Follows an execution to its end: looks again and again, and shows each look.

On a terminal it is one table that redraws itself, elsewhere lines, or lines of JSON: ``watching`` has
what they show.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from rich.console import Console

from stepline import as_json, executions
from stepline.deployment import Deployment
from stepline.executions import Execution
from stepline.looks import looks, patience
from stepline.target import Target
from stepline.watching import explanation, json_lines, outcome
from stepline.watching.json_lines import JsonLines
from stepline.watching.plain import PlainLines
from stepline.watching.progress import Progress
from stepline.watching.table import on_screen


def follow(
    target: Target, deployment: Deployment, arn: str, console: Console, json: bool = False
) -> Execution:
    """Show the execution until it ends; the execution as it ended.

    Raises:
        ClientError, BotoCoreError: AWS refuses to tell, or cannot be reached for a long time.
    """
    client = target.client("stepfunctions")
    progress = Progress(target.client("logs"), target.client("sagemaker"))
    pause = 0.25 if target.embedded else 2.0  # seconds; AWS throttles GetExecutionHistory
    with _view(console, progress, json) as show:
        for execution in looks(
            lambda: executions.read(client, arn),
            lambda seen: seen.status != "RUNNING",
            pause,
            patience(target.embedded),
        ):
            show(execution)
    why = None
    if execution.status != "SUCCEEDED":
        why = explanation.explain(target.client("logs"), execution)
    if json:
        as_json.print_line(json_lines.ended(deployment, execution, why))
    elif why:
        explanation.show(why, deployment, execution, console)
    else:
        outcome.show(execution, console)
    return execution


def _view(
    console: Console, progress: Progress, json: bool
) -> AbstractContextManager[Callable[[Execution], None]]:
    if json:
        return nullcontext(JsonLines(progress))
    if console.is_terminal and not console.is_dumb_terminal:
        return on_screen(console, progress)
    return nullcontext(PlainLines(console, progress))
