"""``stepline doctor``: what would go wrong in a deployment, before it begins."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from stepline.as_json import print_document
from stepline.commands.options import Json, Pipeline, Stage
from stepline.commands.terminal import err, out
from stepline.doctor.case import Case
from stepline.doctor.examine import examine
from stepline.doctor.finding import Finding, would_fail
from stepline.doctor.page import STYLES, document, lines, summary
from stepline.errors import UserError

app = typer.Typer()
SETTING = ("-c", "--context")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def doctor(
    context: typer.Context,
    pipeline: Pipeline = "ner",
    stage: Stage = "dev",
    json: Json = False,
) -> None:
    """Say what would go wrong in a deployment, and what mends it.

    Takes -c as `deploy` does.
    """
    case = Case(pipeline, stage, settings(context.args))
    found: list[Finding] = []
    with err.status(f"Examining {case.stack}"):
        for finding in examine(case):
            found.append(finding)
            if not json:
                _show(finding)
    if json:
        print_document(document(pipeline, stage, found))
    else:
        out.print(f"\n{summary(found)}", highlight=False)
    if would_fail(found):
        raise typer.Exit(1)


def settings(arguments: Sequence[str]) -> tuple[str, ...]:
    """The ``KEY=VALUE`` of every ``-c``; other options of `cdk deploy` change nothing that is examined.

    Raises:
        UserError: a ``-c`` without a setting.
    """
    found: list[str] = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word in SETTING:
            found.append(rest.pop(0) if rest else "")
        elif name == "--context" and equals:
            found.append(value)
        elif word.startswith("-c") and not word.startswith("--") and len(word) > 2:
            found.append(word[2:])
    for setting in found:
        if not setting.partition("=")[1]:
            raise UserError(
                f"-c takes a setting such as stepline:training-instance-type=ml.m5.xlarge; got {setting!r}."
            )
    return tuple(found)


def _show(finding: Finding) -> None:
    style = STYLES[finding.state]
    for number, line in enumerate(lines(finding, out.width)):
        # A command is one line, however narrow the terminal: what wraps it is not in it.
        out.print(
            line,
            style=style if number == 0 else None,
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
