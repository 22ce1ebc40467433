"""Follows an execution in the terminal: its states as they happen and what their jobs say.

On a terminal it is one table that redraws itself; elsewhere a line for each state that ends.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from stepline import executions
from stepline.deployment import Deployment
from stepline.executions import Execution
from stepline.history import Line, lines
from stepline.jobs.kind import Job
from stepline.jobs.log import LogReader
from stepline.target import Target

TURNING = Spinner("dots")  # one for all redraws, or it would never get past its first frame
METRICS = 3  # that are shown of a job
LOG_LINES = 12  # shown of a job that failed
DONE, CAUGHT, FAILED = ("✓", "green"), ("↷", "yellow"), ("✗", "red")


@dataclass
class Progress:
    """What each job has to say: its last line while it runs, its metrics once it has any.

    Reads no more of a log than is new.
    """

    logs: Any
    sagemaker: Any
    readers: dict[Job, LogReader] = field(default_factory=dict)
    said: dict[Job, str] = field(default_factory=dict)
    metrics: dict[Job, str] = field(default_factory=dict)

    def of(self, line: Line) -> str:
        job = line.job
        if job is None or not job.kind.log_group:
            caught = f"caught {line.error}" if line.error else ""
            return f"{line.visits} times" if line.visits > 1 else caught
        if job.kind.metrics and not line.running and job not in self.metrics:
            # The last ones, in the order of their definitions.
            found = job.kind.metrics(self.sagemaker, job.name)[-METRICS:]
            self.metrics[job] = "  ".join(f"{name} {value:.3f}" for name, value in found)
        if line.running or job not in self.said:
            for message in self.readers.setdefault(job, LogReader.of_job(self.logs, job)).read():
                if message.strip():
                    self.said[job] = message.strip().removeprefix("progress: ")
        return self.metrics.get(job) or self.said.get(job, job.name)


def follow(target: Target, deployment: Deployment, arn: str, console: Console) -> Execution:
    """Show the execution until it ends; the execution as it ended."""
    client = target.client("stepfunctions")
    progress = Progress(target.client("logs"), target.client("sagemaker"))
    pause = 0.25 if target.embedded else 2.0  # seconds; AWS throttles GetExecutionHistory
    looks = _looks(client, arn, pause)
    if console.is_terminal:
        with Live(console=console, refresh_per_second=8, transient=False) as live:
            for execution in looks:
                live.update(draw(execution, progress))
    else:
        shown = 0
        for execution in looks:
            shown = _print_ended(execution, progress, console, shown)
    if execution.status != "SUCCEEDED":
        explain(target, deployment, execution, console)
    return execution


def _looks(client: Any, arn: str, pause: float) -> Iterator[Execution]:
    """The execution every ``pause`` seconds, the last time as it ended."""
    while True:
        execution = executions.read(client, arn)
        yield execution
        if execution.status != "RUNNING":
            return
        time.sleep(pause)


def draw(execution: Execution, progress: Progress) -> Table:
    """The execution at one moment: mark, state, seconds, and what its job has to say."""
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    # What is left of the line: a long message gives way to the other columns, not they to it.
    table.add_column(overflow="ellipsis", no_wrap=True, style="dim", ratio=1)
    for line in lines(execution.states, datetime.now(UTC)):
        mark = TURNING if line.running else Text(*_mark(line, execution))
        table.add_row(mark, line.name, f"{line.seconds:.1f} s", progress.of(line))
    return table


def _mark(line: Line, execution: Execution) -> tuple[str, str]:
    """A state whose error was caught is only known to matter once the execution has failed."""
    if line.type == "Fail":
        return FAILED
    if line.error is None:
        return DONE
    return FAILED if execution.status in ("FAILED", "TIMED_OUT") else CAUGHT


def _print_ended(execution: Execution, progress: Progress, console: Console, shown: int) -> int:
    """Print the states that have ended since; how many are printed by now.

    A state that has been left may still be entered again (a waiting loop), so a line is printed
    once a later state runs or the execution has ended.
    """
    all_lines = lines(execution.states, datetime.now(UTC))
    ended = len(all_lines) if execution.status != "RUNNING" else len(all_lines) - 1
    for line in all_lines[shown:ended]:
        mark, _ = _mark(line, execution)
        text = f"  {mark} {line.name:<32} {line.seconds:>7.1f} s  {progress.of(line)}"
        console.print(text.rstrip(), highlight=False, markup=False, soft_wrap=True)
    return max(shown, ended)


def explain(target: Target, deployment: Deployment, execution: Execution, console: Console) -> None:
    """Say why an execution did not succeed: state, reason, last log lines, what shows more."""
    failed = next((s for s in reversed(execution.states) if s.error), None)
    where = f" in state {failed.name}" if failed else ""
    console.print(f"\nExecution {execution.name} is {execution.status}{where}.", style="bold red")
    if execution.cause or execution.error:
        reason = f"  {execution.error or ''}: {execution.cause or ''}".rstrip(": ")
        console.print(reason, markup=False, highlight=False, soft_wrap=True)
    jobs = [s.job for s in execution.states if s.job and s.job.kind.log_group]
    job = failed.job if failed and failed.job else None
    if job is None and execution.status in ("ABORTED", "TIMED_OUT") and jobs:
        job = jobs[-1]
    if job is None or not job.kind.log_group:
        return
    last = LogReader.of_job(target.client("logs"), job).last(LOG_LINES)
    if last:
        console.print(f"\nThe last lines of {job.kind.noun} job {job.name}:", style="bold")
        for message in last:
            console.print("  " + message, markup=False, highlight=False, soft_wrap=True)
    console.print(f"\nAll of it: stepline logs {deployment.pipeline} --job {job.name}")
