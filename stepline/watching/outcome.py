"""How an execution ended that did not fail, in a line: not each one releases a model."""

from __future__ import annotations

from rich.console import Console

from stepline.executions import Execution


def show(execution: Execution, console: Console) -> None:
    """Print it; nothing where the workflow does not say."""
    output = execution.output or {}
    outcome, sentence = output.get("outcome"), output.get("sentence")
    if outcome and sentence:
        console.print(
            f"\n{outcome}. {sentence}", style="bold", markup=False, highlight=False, soft_wrap=True
        )
