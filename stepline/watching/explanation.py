"""Why an execution did not succeed: its state, its cause, the last lines of its job's log.

The cause comes first and by itself: whatever cannot be found beside it takes nothing from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.console import Console

from stepline import advice
from stepline.deployment import Deployment
from stepline.executions import Execution
from stepline.history import StateRun
from stepline.jobs.kind import Job
from stepline.jobs.log import LogReader
from stepline.untold import Untold, told
from stepline.watching.failure import sentence
from stepline.watching.progress import printable

LOG_LINES = 12


@dataclass(frozen=True)
class Explanation:
    """``job``: whose log may say more; None where none was created."""

    state: StateRun | None
    reason: str
    job: Job | None
    log: list[str]
    untold: str = ""  # why there is no log


def explain(logs: Any, execution: Execution) -> Explanation:
    """``logs`` is boto3's client of CloudWatch Logs."""
    failed = _failed(execution)
    reason = _reason(execution.error, execution.cause, failed)
    if not reason and failed:
        reason = _reason(failed.error, failed.cause, failed)
    job = _job(failed, execution)
    if job is None:
        return Explanation(failed, reason, None, [])
    found = told(lambda: LogReader.of_job(logs, job).last(LOG_LINES))
    if isinstance(found, Untold):
        return Explanation(failed, reason, job, [], found.why)
    return Explanation(failed, reason, job, [printable(line) for line in found])


def _failed(execution: Execution) -> StateRun | None:
    """The state that ended it: the task whose error led to a Fail state, or that state, where a choice did.

    Errors that came before were provided for.
    """
    if not execution.states:
        return None
    *before, last = execution.states
    if execution.status != "FAILED":
        return last if last.error else None
    if last.type == "Fail":
        cause = next((state for state in reversed(before) if state.type != "Choice"), None)
        return cause if cause and cause.error else last
    return next((state for state in reversed(execution.states) if state.error), None)


def _reason(error: str | None, cause: str | None, failed: StateRun | None) -> str:
    if told := sentence(cause):
        return told
    if failed and failed.job and not failed.created and (error or "").startswith("SageMaker."):
        return f"The {failed.job.kind.noun} job could not be started: {cause}"
    return f"{error or ''}: {cause or ''}".strip(": ")


def _job(failed: StateRun | None, execution: Execution) -> Job | None:
    """The job that failed, or that ran when the execution was ended from outside."""
    if failed and failed.job:
        return failed.job if failed.created and failed.job.kind.log_group else None
    if execution.status not in ("ABORTED", "TIMED_OUT"):
        return None
    jobs = [s.job for s in execution.states if s.job and s.created and s.job.kind.log_group]
    return jobs[-1] if jobs else None


def show(
    found: Explanation, deployment: Deployment, execution: Execution, console: Console
) -> None:
    """Print it, and the command that shows more."""

    def say(text: str, style: str | None = None) -> None:
        console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

    where = f" in state {found.state.name}" if found.state else ""
    say(f"\nExecution {execution.name} is {execution.status}{where}.", "bold red")
    if found.reason:
        say(f"  {found.reason}")
    if found.job is None:
        return
    name = f"{found.job.kind.noun} job {found.job.name}"
    if found.log:
        say(f"\nThe last lines of {name}:", "bold")
        for line in found.log:
            say(f"  {line}")
    else:
        say(f"\nThere is no log of {name}{f' ({found.untold})' if found.untold else ' yet'}.")
    more = advice.command("logs", deployment.pipeline, deployment.stage, "--job", found.job.name)
    say(f"\nAll of it: {more}")
