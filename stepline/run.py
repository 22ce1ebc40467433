"""All of it in one command: embedded AWS, deployment, data, execution, prediction.

Every step is a command of its own as well; this module only puts them in order, says how long
each took, and leaves nothing running that an interrupted run has started.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from stepline import advice, cdk, embedded, executions, lock_holder, locks, pipeline_inputs
from stepline.deployment import Deployment
from stepline.durations import spoken
from stepline.errors import UserError
from stepline.executions import Execution
from stepline.target import Target
from stepline.watch import follow


@dataclass(frozen=True)
class RunOptions:
    """What to run. ``pretrained`` is a checkpoint's folder, ``sample`` or ``none``."""

    pipeline: str
    stage: str
    data: Path | None
    pretrained: str
    input: str  # the execution's, as JSON
    port: int | None  # None: the one that runs has, or the usual one
    runtime: str
    region: str | None  # None: the one that runs, or that the variables name
    keep: bool = False  # one that is started goes on with its last account
    variant: str = "served"  # of the workflow
    corpus: Path | None = None  # what it transforms, where it does; None: the sample's


def run(options: RunOptions, console: Console) -> tuple[Target, Deployment, Execution]:
    """Everything up to the end of the execution, after which the endpoint serves, if the variant has one.

    Raises:
        UserError: a step failed; the message says which and why.
    """
    data = pipeline_inputs.find_data(options.pipeline, options.data, options.pretrained)
    with _alone(options):
        with _embedded_aws(options, console) as target:
            context = ["-c", "stepline:pretrained=none"] if options.pretrained == "none" else []
            if options.variant != "served":
                context += ["-c", f"stepline:variant={options.variant}"]
            with _step(console, "Deploy with the CDK CLI") as say:
                deployment = cdk.deploy(target, options.pipeline, options.stage, context, say)
            with _step(console, f"Upload {data}") as say:
                came = pipeline_inputs.put(
                    target, deployment, data, options.pretrained, say, options.corpus
                )
            if came.replaces:
                undo = advice.command("data", options.pipeline, options.stage, "--undo")
                console.print(
                    f"  Other data lay there. To have it back: {undo}", style="dim", soft_wrap=True
                )
            arn = executions.start(target, deployment, options.input)
            try:
                execution = follow(target, deployment, arn, console)
            except KeyboardInterrupt:
                executions.stop(target, arn, "The run was interrupted")
                raise
            if execution.status != "SUCCEEDED":
                raise UserError(f"The execution ended as {execution.status}.")
        return target, deployment, execution


@contextmanager
def _alone(options: RunOptions) -> Iterator[None]:
    """One run of a stack at a time: two would replace each other's data."""
    try:
        with locks.held(_lock(options)):
            yield
    except OSError as error:
        raise embedded.not_writable(error) from error
    except locks.Held as error:
        raise UserError(
            f"Another run of {options.pipeline} is under way in this folder (process {error.holder}). "
            f"Follow it with `{advice.command('watch', options.pipeline, options.stage)}`, "
            "or wait until it has ended."
        ) from error


def _lock(options: RunOptions) -> Path:
    return embedded.home() / "runs" / f"{options.pipeline}-{options.stage}.lock"


@contextmanager
def _embedded_aws(options: RunOptions, console: Console) -> Iterator[Target]:
    """The embedded AWS that runs already, or a new one that an interruption stops again, unless
    another pipeline's run has come to need it."""
    title = f"{'Find' if embedded.running() else 'Start'} the embedded AWS"
    ours = False
    try:
        with _step(console, title):
            options_of_server = ["--keep"] if options.keep else []
            server, ours = embedded.ensure(
                options.port, options.runtime, options.region, options_of_server
            )
        how = f"region {server.region}, jobs run as: {server.runtime} ({server.why})"
        console.print(f"  {server.endpoint}, {how}", style="dim", soft_wrap=True)
        if server.warning:
            console.print(f"  {server.warning}", style="yellow", highlight=False, soft_wrap=True)
        yield Target.of(server)
    except KeyboardInterrupt:
        own = _lock(options)
        others = [
            lock for lock in own.parent.glob("*.lock") if lock != own and lock_holder.is_held(lock)
        ]
        if ours and not others and embedded.stop():
            console.print("Interrupted: stopped the embedded AWS that this run had started")
        raise


@contextmanager
def _step(console: Console, title: str) -> Iterator[Callable[[str], None]]:
    """A line that turns while the step runs and says afterwards how long it took."""
    start = time.monotonic()
    with console.status(title) as status:
        yield lambda line: status.update(f"{title}  [dim]{_tail(line)}[/dim]")
    console.print(f"{title}  {spoken(time.monotonic() - start)}", highlight=False, soft_wrap=True)


def _tail(line: str) -> str:
    return escape(line.strip()[:100])
