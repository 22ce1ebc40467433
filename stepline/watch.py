"""Follows an execution in the terminal: its states as they happen and what their jobs say.

On a terminal it is one table that redraws itself; elsewhere a line for each state that ends.
"""

from __future__ import annotations

import time
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
from stepline.history import Job, Line, lines
from stepline.joblogs import GROUPS, LogReader
from stepline.target import Target

TURNING = Spinner("dots")  # one for all redraws, or it would never get past its first frame
FIGURES = 3  # metrics that are shown of a training job
LOG_LINES = 12  # shown of a job that failed
DONE, CAUGHT, FAILED = ("✓", "green"), ("↷", "yellow"), ("✗", "red")


@dataclass
class Progress:
    """What each job has to say: its last line while it runs, its figures once it has any.

    Reads no more of a log than is new.
    """

    logs: Any
    sagemaker: Any
    readers: dict[Job, LogReader] = field(default_factory=dict)
    said: dict[Job, str] = field(default_factory=dict)
    figures: dict[Job, str] = field(default_factory=dict)

    def of(self, line: Line) -> str:
        job = line.job
        if job is None or job.kind not in GROUPS:
            caught = f"caught {line.error}" if line.error else ""
            return f"{line.visits} times" if line.visits > 1 else caught
        if job.kind == "training" and not line.running and job not in self.figures:
            self.figures[job] = self._figures(job)
        if line.running or job not in self.said:
            reader = self.readers.setdefault(job, LogReader.of_job(self.logs, job))
            for message in reader.read():
                if message.strip():
                    self.said[job] = message.strip().removeprefix("progress: ")
        return self.figures.get(job) or self.said.get(job, job.name)

    def _figures(self, job: Job) -> str:
        """The last of the job's metrics, in the order of their definitions."""
        described = self.sagemaker.describe_training_job(TrainingJobName=job.name)
        final = described.get("FinalMetricDataList", [])[-FIGURES:]
        return "  ".join(f"{metric['MetricName']} {metric['Value']:.3f}" for metric in final)


def follow(target: Target, deployment: Deployment, arn: str, console: Console) -> Execution:
    """Show the execution until it ends; the execution as it ended."""
    client = target.client("stepfunctions")
    progress = Progress(target.client("logs"), target.client("sagemaker"))
    pause = 0.25 if target.embedded else 2.0  # seconds; AWS throttles GetExecutionHistory
    execution = executions.read(client, arn)
    if console.is_terminal:
        with Live(console=console, refresh_per_second=8, transient=False) as live:
            while True:
                live.update(draw(execution, progress))
                if execution.status != "RUNNING":
                    break
                time.sleep(pause)
                execution = executions.read(client, arn)
    else:
        shown = 0
        while True:
            shown = _print_ended(execution, progress, console, shown)
            if execution.status != "RUNNING":
                break
            time.sleep(pause)
            execution = executions.read(client, arn)
    if execution.status != "SUCCEEDED":
        explain(target, deployment, execution, console)
    return execution


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
    jobs = [s.job for s in execution.states if s.job and s.job.kind in GROUPS]
    job = failed.job if failed and failed.job else None
    if job is None and execution.status in ("ABORTED", "TIMED_OUT") and jobs:
        job = jobs[-1]
    if job is None or job.kind not in GROUPS:
        return
    last = LogReader.of_job(target.client("logs"), job).last(LOG_LINES)
    if last:
        console.print(f"\nThe last lines of {job.kind} job {job.name}:", style="bold")
        for message in last:
            console.print("  " + message, markup=False, highlight=False, soft_wrap=True)
    console.print(f"\nAll of it: stepline logs {deployment.pipeline} --job {job.name}")
