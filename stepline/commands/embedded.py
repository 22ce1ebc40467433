"""The embedded AWS from a shell: up, down, prune, and the environment for other programs."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from stepline import embedded, environment
from stepline.commands.options import Keep, Port, Region, Runtime
from stepline.commands.terminal import err
from stepline.prune import prune as prune_home

app = typer.Typer()


@app.command()
def up(
    port: Port = None,
    runtime: Runtime = "auto",
    region: Region = None,
    parallel_jobs: Annotated[
        int | None,
        typer.Option(help="How many containers of jobs run at once; else what the machine bears."),
    ] = None,
    quota: Annotated[
        list[str] | None,
        typer.Option(help="A quota: 'ml.m5.xlarge for training job usage=1'. May be repeated."),
    ] = None,
    keep: Keep = False,
    skip_unsupported_types: Annotated[
        bool,
        typer.Option(
            "--skip-unsupported-types",
            help="Deploy stacks without the resources whose types are not done there; else they fail.",
        ),
    ] = False,
) -> None:
    """Start the embedded AWS in the background.

    Prints what to export for other programs.
    """
    options = [f"--parallel-jobs={parallel_jobs}"] if parallel_jobs is not None else []
    options += [f"--quota={text}" for text in quota or []]
    options += ["--keep"] if keep else []
    options += ["--skip-unsupported-types"] if skip_unsupported_types else []
    with err.status("Starting the embedded AWS"):
        server, _ = embedded.ensure(port, runtime, region, options)
    err.print(
        f"The embedded AWS is ready at {server.endpoint} in {server.region}; "
        f"jobs run as: {server.runtime}"
    )
    if server.warning:
        err.print(server.warning, style="yellow", highlight=False, soft_wrap=True)
    print(environment.exports(server.environment))


@app.command()
def down() -> None:
    """Stop the embedded AWS and everything that it started."""
    stopped = embedded.stop()
    err.print("The embedded AWS has stopped." if stopped else "No embedded AWS runs here.")


@app.command()
def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what was made within the last hour.")
    ] = False,
) -> None:
    """Free images and environments that nothing uses."""
    chosen = {"--dry-run": dry_run, "--yes": yes, "--all": everything}
    prune_home([name for name, given in chosen.items() if given])


@app.command()
def env(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
) -> None:
    """Print what to export for code written for AWS.

    Such as that of the SageMaker Python SDK: eval "$(stepline env)".
    """
    found = environment.for_programs()
    print(json.dumps(found, indent=2) if as_json else environment.exports(found))


@app.command("exec", context_settings={"ignore_unknown_options": True})
def exec_command(
    command: Annotated[list[str], typer.Argument(help="The command with its arguments.")],
) -> None:
    """Run a command in that environment: exec -- python program.py

    The programs of the environment that stepline is installed in come first: python, pip, cdk, aws.
    """
    environment.become(command, environment.for_programs())
