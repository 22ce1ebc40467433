"""``stepline destroy``: a pipeline's stage, and all that its executions made."""

from __future__ import annotations

from typing import Annotated

import typer

from stepline.commands.confirmation import Confirmed, Yes, confirm
from stepline.commands.options import Stage
from stepline.commands.terminal import announced_account, err, out
from stepline.deployment import stack_name
from stepline.removal import buckets, plan
from stepline.removal.found import Found, find
from stepline.removal.plan import Choice
from stepline.removal.remove import Removal
from stepline.target import Target

app = typer.Typer()


@app.command(cls=Confirmed)
def destroy(
    pipeline: Annotated[str, typer.Argument(help="The pipeline's name.")],
    stage: Stage = "dev",
    logs: Annotated[
        bool, typer.Option("--logs", help="Also its jobs' and endpoint's logs.")
    ] = False,
    runs: Annotated[bool, typer.Option("--runs", help="Also runs/ of the bucket: models.")] = False,
    data: Annotated[
        bool, typer.Option("--data", help="Also data/ of the bucket, and what was replaced there.")
    ] = False,
    bucket: Annotated[
        bool, typer.Option("--bucket", help="Also the whole bucket, with all versions.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="--logs and --bucket.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    yes: Yes = None,
) -> None:
    """Remove a pipeline: its stack, endpoint and models.

    What goes and what stays is listed before you are asked. Logs and the bucket stay unless you
    say otherwise.
    """
    choice = Choice(logs or everything, runs, data, bucket or everything)
    target = announced_account()
    with err.status("Looking for what there is"):
        found = find(target, pipeline, stage)
        held = _held(target, found, choice)
    listing = "\n".join(plan.lines(stack_name(pipeline, stage), found, choice, held))
    if dry_run or not plan.removes_something(found, choice):
        out.print(listing, markup=False, highlight=False, soft_wrap=True)
        return
    confirm(target, listing, yes)
    removal = Removal(target, pipeline, stage, choice, _say)
    try:
        removal.carry_out(found)
    except KeyboardInterrupt:
        err.print("\nInterrupted. The same command again removes the rest.")
        raise
    if removal.failures:
        count = len(removal.failures)
        err.print(
            f"{count} of these could not be removed. Mend that, then give the same command again.",
            style="red",
        )
        raise typer.Exit(1)
    out.print(f"{stack_name(pipeline, stage)} is gone; what stays was said above.", highlight=False)


def _held(target: Target, found: Found, choice: Choice) -> dict[str, buckets.Contents]:
    """What each bucket holds, and what each of the prefixes that are to be emptied holds."""
    s3 = target.client("s3")
    return {
        f"{bucket}/{prefix}" if prefix else bucket: buckets.contents(s3, bucket, prefix)
        for bucket in found.buckets
        for prefix in ("", *choice.prefixes)
    }


def _say(line: str) -> None:
    out.print(line, markup=False, highlight=False, soft_wrap=True)
