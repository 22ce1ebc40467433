"""The whole road in one command: embedded AWS, deployment, data, execution, prediction.

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

from stepline import cdk, checkpoint, embedded, executions, locks, samples, upload
from stepline.errors import UserError
from stepline.executions import Execution
from stepline.place import Deployment, Place
from stepline.watch import follow


@dataclass(frozen=True)
class Road:
    """What to drive. ``pretrained`` is a checkpoint's folder, ``sample`` or ``none``."""

    pipeline: str
    stage: str
    data: Path | None
    pretrained: str
    input: str  # the execution's, as JSON
    port: int
    runtime: str
    region: str | None  # None: the one that runs, or that the variables name


def drive(road: Road, console: Console) -> tuple[Place, Deployment, Execution]:
    """Everything up to the endpoint that serves; the execution is the one that brought it there.

    Raises:
        UserError: a step failed; the message says which and why.
    """
    data = _data(road)
    with _alone(road):
        with _embedded_aws(road, console) as place:
            options = ["-c", "stepline:pretrained=none"] if road.pretrained == "none" else []
            with _step(console, "Deploy with the CDK CLI") as say:
                deployment = cdk.deploy(place, road.pipeline, road.stage, options, say)
            with _step(console, f"Upload {data}") as say:
                put(place, deployment, data, road.pretrained, say)
            arn = executions.start(place, deployment, road.input)
            console.print(f"Execution {arn.rsplit(':', 1)[-1]}", style="bold")
            try:
                execution = follow(place, deployment, arn, console)
            except KeyboardInterrupt:
                executions.stop(place, arn, "The run was interrupted")
                raise
            if execution.status != "SUCCEEDED":
                raise UserError(f"The execution ended as {execution.status}.")
        return place, deployment, execution


def put(
    place: Place,
    deployment: Deployment,
    data: Path,
    pretrained: str,
    say: Callable[[str], None] = lambda line: None,
) -> None:
    """Upload data and checkpoint to where the deployed pipeline reads them by default."""
    s3 = place.client("s3")
    upload.sync(s3, data, deployment.data, say)
    if deployment.pretrained and pretrained != "none":
        say("fetching the pretrained checkpoint")
        folder = checkpoint.fetch(embedded.home()) if pretrained == "sample" else Path(pretrained)
        upload.sync(s3, folder, deployment.pretrained, say)


def _data(road: Road) -> Path:
    """Where the data lies; a wrong path is said before anything is started."""
    if road.pretrained not in ("sample", "none"):
        upload.files_under(Path(road.pretrained))
    if road.data is not None:
        upload.files_under(road.data)
        return road.data
    return samples.data(road.pipeline)


@contextmanager
def _alone(road: Road) -> Iterator[None]:
    """One run of a stack at a time: two would replace each other's data."""
    try:
        with locks.held(_lock(f"{road.pipeline}-{road.stage}")):
            yield
    except OSError as error:
        raise UserError(
            f"The folder {embedded.home()} cannot be written to ({error.strerror}). "
            "Name another one in LOCALAWS_HOME."
        ) from error
    except locks.Held as error:
        raise UserError(
            f"Another run of {road.pipeline} is under way in this folder (process {error.holder}). "
            f"Follow it with `stepline watch {road.pipeline}`, or wait until it has ended."
        ) from error


def _lock(run: str) -> Path:
    return embedded.home() / "runs" / f"{run}.lock"


@contextmanager
def _embedded_aws(road: Road, console: Console) -> Iterator[Place]:
    """The embedded AWS that runs already, or a new one that an interruption stops again, unless
    another pipeline's run has come to need it."""
    title = f"{'Find' if embedded.running() else 'Start'} the embedded AWS"
    ours = False
    try:
        with _step(console, title):
            server, ours = embedded.ensure(road.port, road.runtime, road.region)
        how = f"region {server.region}, jobs run as: {server.runtime} ({server.why})"
        console.print(f"  {server.endpoint}, {how}", style="dim", soft_wrap=True)
        if server.warning:
            console.print(f"  {server.warning}", style="yellow", highlight=False, soft_wrap=True)
        yield Place(environment=server.environment, embedded=True)
    except KeyboardInterrupt:
        own = _lock(f"{road.pipeline}-{road.stage}")
        others = [lock for lock in own.parent.glob("*.lock") if lock != own and locks.is_held(lock)]
        if ours and not others and embedded.stop():
            console.print("Interrupted: stopped the embedded AWS that this run had started")
        raise


@contextmanager
def _step(console: Console, title: str) -> Iterator[Callable[[str], None]]:
    """A line that turns while the step runs and says afterwards how long it took."""
    start = time.monotonic()
    with console.status(title) as status:
        yield lambda line: status.update(f"{title}  [dim]{_tail(line)}[/dim]")
    console.print(f"{title}  {time.monotonic() - start:.1f} s", highlight=False)


def _tail(line: str) -> str:
    return escape(line.strip()[:100])
