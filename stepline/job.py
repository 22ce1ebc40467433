"""One SageMaker job by its name: found, described, followed. What it looks like: ``job_report``."""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError
from rich.console import Console

from stepline.errors import UserError
from stepline.history import Job
from stepline.job_report import Report, report
from stepline.joblogs import LogReader
from stepline.target import Target

KINDS = ("training", "processing")
LATEST = 100  # of each kind, among which the nearest names are looked for: one page of AWS's
# What AWS answers for a name that no job has, or that none can have.
MISSING = ("ValidationException", "ResourceNotFound")


def show(
    target: Target, name: str, kind: str | None, log: bool, following: bool, console: Console
) -> bool:
    """Print the job of that name and its log; with ``following``, as it goes until it has ended.

    Returns:
        False where a job that was followed did not complete.

    Raises:
        UserError: there is no such job.
    """
    sagemaker = target.client("sagemaker")
    job = find(sagemaker, name, kind)
    reader = LogReader.of_job(target.client("logs"), job) if log else None
    if following and not describe(sagemaker, job).ended:
        pause = 0.25 if target.embedded else 5.0  # seconds; AWS throttles Describe
        for line in follow(sagemaker, job, reader, pause):
            print(line, flush=True)
        print()
    found = describe(sagemaker, job)
    heading, *lines = found.lines(datetime.now(UTC))
    console.print(heading, style="bold", markup=False, highlight=False, soft_wrap=True)
    print("\n".join(lines))
    for number, line in enumerate(reader.read() if reader else ()):
        print(line if number else f"\n{line}")
    return found.status == "Completed" or not following


def find(sagemaker: Any, name: str, kind: str | None = None) -> Job:
    """The job of that name; of either kind unless one is given. ``sagemaker`` is boto3's client.

    Raises:
        UserError: there is none, or one of each kind; or the kind is none.
    """
    if kind is not None and kind not in KINDS:
        raise UserError(f"A job's kind is {' or '.join(KINDS)}, not {kind}.")
    kinds = KINDS if kind is None else (kind,)
    found = [job for job in (Job(each, name) for each in kinds) if _described(sagemaker, job)]
    if not found:
        raise UserError(_missing(sagemaker, name, kinds))
    if len(found) > 1:
        raise UserError(
            f"There are a training job and a processing job named {name}: "
            "say which one with --kind training or --kind processing."
        )
    return found[0]


def describe(sagemaker: Any, job: Job) -> Report:
    """The job as it is now."""
    return report(job.kind, _describe(sagemaker, job))


def follow(sagemaker: Any, job: Job, log: LogReader | None, pause: float) -> Iterator[str]:
    """Lines as they come until the job has ended: each phase, and each line of its log.

    Args:
        log: of the job; None leaves it out.
        pause: seconds between two looks.
    """
    shown, running = 0, job.kind.capitalize()
    while True:
        found = describe(sagemaker, job)
        for number, phase in enumerate(found.phases[shown:], shown):
            if log and number and found.phases[number - 1].status == running:
                yield from log.read()  # what the container said came before this phase
            yield f"{phase.started} {phase.status} - {phase.message}".removesuffix(" - ")
        shown = len(found.phases)
        if log:
            yield from log.read()
        if found.ended:
            return
        time.sleep(pause)


def _describe(sagemaker: Any, job: Job) -> dict[str, Any]:
    operation = getattr(sagemaker, f"describe_{job.kind}_job")
    described: dict[str, Any] = operation(**{f"{job.kind.capitalize()}JobName": job.name})
    return described


def _described(sagemaker: Any, job: Job) -> bool:
    try:
        _describe(sagemaker, job)
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return False
        raise
    return True


def _missing(sagemaker: Any, name: str, kinds: tuple[str, ...]) -> str:
    names = [latest for kind in kinds for latest in _latest(sagemaker, kind)]
    sentence = f"There is no {' or '.join(kinds)} job {name}."
    if not names:
        return f"{sentence} There is none at all yet."
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.3) or names[:3]
    return f"{sentence} The nearest names: {', '.join(near)}."


def _latest(sagemaker: Any, kind: str) -> list[str]:
    operation = getattr(sagemaker, f"list_{kind}_jobs")
    found = operation(SortBy="CreationTime", SortOrder="Descending", MaxResults=LATEST)
    noun = f"{kind.capitalize()}Job"
    return [summary[f"{noun}Name"] for summary in found[f"{noun}Summaries"]]
