"""How an execution ended that did not fail: its outcome, the numbers that decided, and why each step ran or did not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from stepline.columns import laid_out
from stepline.executions import Execution

REUSED = "↺"
LONGEST_CHANGE = 120
"""Characters: what changed may be a command or an address, and the record has it whole."""


def show(execution: Execution, console: Console) -> None:
    """Print it; nothing where the workflow does not say."""
    output = execution.output or {}
    outcome, sentence = output.get("outcome"), output.get("sentence")
    if not (outcome and sentence):
        return
    console.print(
        f"\n{outcome}. {sentence}", style="bold", markup=False, highlight=False, soft_wrap=True
    )
    decided = _mapping(output.get("decision")).get("sentence")
    if decided and decided not in sentence:
        console.print(str(decided), markup=False, highlight=False, soft_wrap=True)
    if rows := list(_steps(output.get("steps"))):
        console.print(Text("\n").append_text(laid_out(rows)), highlight=False, soft_wrap=True)


def _steps(steps: Any) -> Iterator[tuple[str, str, str]]:
    """Each with its reason; what changed is said with both values, where a line has room for them."""
    for step in map(_mapping, steps if isinstance(steps, list) else []):
        why = str(step.get("why") or "")
        if step.get("name") and why:
            yield REUSED if step.get("reused_from") else "", str(step["name"]), why
            changed = step.get("changed")
            for one in changed if isinstance(changed, list) else []:
                if len(str(one)) <= LONGEST_CHANGE:
                    yield "", "", f"  {one}"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
