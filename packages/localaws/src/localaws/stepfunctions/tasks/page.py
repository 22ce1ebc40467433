"""``docs/reference/tasks.md`` from the table: ``python -m localaws.stepfunctions.tasks.page docs/reference/tasks.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from localaws.stepfunctions.execution import STANDARD
from localaws.stepfunctions.language.resource import Action, Pattern, read
from localaws.stepfunctions.tasks.optimised import OPTIMISED
from localaws.stepfunctions.tasks.table import refusal

_HEAD = """\
# What a task of a state machine may call

Made from [the table](../../src/localaws/stepfunctions/tasks/table.py) by `python -m
localaws.stepfunctions.tasks.page docs/reference/tasks.md`. What is not here is refused by name when the machine is
made; so is what AWS does not have, in AWS's words. A machine of type EXPRESS has neither `.sync` nor
`.waitForTaskToken` nor activities.

| resource | |
|---|---|
| `arn:aws:states:REGION:ACCOUNT:activity:NAME` | a worker fetches the task with GetActivityTask |
| `arn:aws:lambda:REGION:ACCOUNT:function:NAME` | invokes the function; its own errorType is the error |
| `arn:aws:states:::aws-sdk:SERVICE:ACTION` | every operation that is [done](operations.md), also with `.waitForTaskToken` |

## Optimised integrations

`arn:aws:states:::SERVICE:ACTION`, with the endings that AWS has for it.

| action | may wait with | here |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    return _HEAD + "\n".join(_rows()) + "\n"


def _rows() -> Iterator[str]:
    for service, actions in sorted(OPTIMISED.items()):
        for action, patterns in sorted(actions.items()):
            found = read(f"arn:aws:states:::{service}:{action}")
            assert isinstance(found, Action)
            endings = sorted(pattern.value for pattern in patterns - {Pattern.REQUEST_RESPONSE})
            waits = ", ".join(f"`.{ending}`" for ending in endings)
            yield f"| `{service}:{action}` | {waits} | {_here(found)} |"


def _here(action: Action) -> str:
    why = refusal(action, STANDARD)
    if why is None:
        return "done"
    reason = why.partition(" is not supported by this embedded AWS.")[2].strip()
    return f"refused: {reason}" if reason else "refused"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
