"""What each state of an execution has to say: its job's last line, its metrics, what was caught."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from stepline.executions import Execution
from stepline.history import Line
from stepline.jobs.kind import Job
from stepline.jobs.log import LogReader
from stepline.untold import Untold, told
from stepline.watching.caught import meaning
from stepline.watching.metrics import Metrics

Standing = Literal["RUNNING", "SUCCEEDED", "CAUGHT", "FAILED"]

_COLOURS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")  # control sequences of terminals
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def standing(line: Line, execution: Execution) -> Standing:
    """A caught error matters if it led to a Fail state, or if the execution has failed for it."""
    if execution.status == "RUNNING" and line.running:
        return "RUNNING"
    ended_badly = execution.status in ("FAILED", "TIMED_OUT", "ABORTED")
    if line.type == "Fail" or (ended_badly and line.then is None):
        return "FAILED"
    if line.error is None:
        return "SUCCEEDED"
    return "FAILED" if ended_badly or line.fatal else "CAUGHT"


def trouble(line: Line, stands: Standing) -> str:
    """Why a running state's last attempt failed, whole: it may be hours until the state gives up."""
    if stands != "RUNNING" or line.error is None:
        return ""
    noun = f"no {line.job.kind.noun} job was created" if line.job and not line.created else "failed"
    said = f"{line.error}: {line.cause}" if line.cause else line.error
    return f"{line.name}: attempt {line.attempts}: {noun} ({said.rstrip('.')}). It will be tried again."


def printable(message: str) -> str:
    """A line of a log as it may be shown: of a progress bar the last look, no control sequences."""
    last = message.rstrip("\r\n").rpartition("\r")[2]
    return _UNPRINTABLE.sub("", _COLOURS.sub("", last)).rstrip()


@dataclass
class Progress:
    """Asks for each job once it has metrics, and reads no more of a log than is new.

    What AWS does not tell of a job is left out, or said in its place: the states go on.
    """

    logs: Any
    sagemaker: Any
    readers: dict[Job, LogReader] = field(default_factory=dict)
    said: dict[Job, str] = field(default_factory=dict)
    metrics: dict[Job, Metrics] = field(default_factory=dict)

    def of(self, line: Line, stands: Standing) -> str | Metrics:
        job = line.job
        if line.error and stands == "RUNNING":
            return f"attempt {line.attempts} failed, tries again"
        if line.error and stands == "FAILED":
            if line.created or job is None:
                return line.error
            return f"no {job.kind.noun} job was created: {line.error}"
        if line.error and stands == "CAUGHT":
            return meaning(line)
        if job is None or not job.kind.log_group:
            return f"{line.visits} times" if line.visits > 1 else ""
        if not line.running:
            self._ask_metrics(job)
        if line.running or job not in self.said:
            self._listen(job)
        return self.metrics.get(job) or self.said.get(job, job.name)

    def _ask_metrics(self, job: Job) -> None:
        ask = job.kind.metrics
        if ask is None or job in self.metrics:
            return
        found = told(lambda: ask(self.sagemaker, job.name))
        if not isinstance(found, Untold):
            if found:
                self.metrics[job] = Metrics(dict(found))
        elif not found.passing and not found.missing:
            self.said[job] = f"metrics: {found.why}"

    def _listen(self, job: Job) -> None:
        reader = self.readers.setdefault(job, LogReader.of_job(self.logs, job))
        found = told(lambda: list(reader.read()))
        if isinstance(found, Untold):
            if not found.passing:
                self.said[job] = f"log: {found.why}"
            return
        for message in map(printable, found):
            if message.strip():
                self.said[job] = message.strip().removeprefix("progress: ")
