"""Shows a job in the terminal: as it is, or as it goes until it has ended."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from stepline.jobs.kind import Job, ReportedKind
from stepline.jobs.log import LogReader
from stepline.jobs.lookup import find
from stepline.jobs.report import report
from stepline.target import Target


def show(
    target: Target, name: str, noun: str | None, log: bool, following: bool, console: Console
) -> bool:
    """Print the job of that name and its log; with ``following``, as it goes until it has ended.

    ``noun`` is the kind's; None looks for the job among all kinds.

    Returns:
        False where a job that was followed did not complete.

    Raises:
        UserError: there is no such job.
    """
    sagemaker = target.client("sagemaker")
    kind = find(sagemaker, name, noun)
    reader = LogReader.of_job(target.client("logs"), Job(kind, name)) if log else None
    if following and not report(kind, kind.describe(sagemaker, name)).ended:
        pause = 0.25 if target.embedded else 5.0  # seconds; AWS throttles Describe
        for line in follow(sagemaker, kind, name, reader, pause):
            print(line, flush=True)
        print()
    found = report(kind, kind.describe(sagemaker, name))
    heading, *lines = found.lines(datetime.now(UTC))
    console.print(heading, style="bold", markup=False, highlight=False, soft_wrap=True)
    print("\n".join(lines))
    for number, line in enumerate(reader.read() if reader else ()):
        print(line if number else f"\n{line}")
    return found.status == "Completed" or not following


def follow(
    sagemaker: Any, kind: ReportedKind, name: str, log: LogReader | None, pause: float
) -> Iterator[str]:
    """Lines as they come until the job has ended: each phase, and each line of its log.

    Args:
        log: of the job; None leaves it out.
        pause: seconds between two looks.
    """
    shown = 0
    while True:
        found = report(kind, kind.describe(sagemaker, name))
        for number, phase in enumerate(found.phases[shown:], shown):
            if log and number and found.phases[number - 1].status == kind.working:
                yield from log.read()  # what the container said came before this phase
            yield f"{phase.started} {phase.status} - {phase.message}".removesuffix(" - ")
        shown = len(found.phases)
        if log:
            yield from log.read()
        if found.ended:
            return
        time.sleep(pause)
