"""Shows a job: as it is, or as it goes until it has ended; to a person, or as JSON to a program."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from stepline.as_json import print_document
from stepline.jobs.document import document
from stepline.jobs.kind import Job, ReportedKind
from stepline.jobs.log import LogReader, ToldLog
from stepline.jobs.lookup import find
from stepline.jobs.report import Report, report
from stepline.looks import looks, patience
from stepline.target import Target


def show(
    target: Target,
    name: str,
    noun: str | None,
    log: bool,
    following: bool,
    console: Console,
    json: bool = False,
) -> bool:
    """Print the job of that name and its log; with ``following``, as it goes until it has ended.

    ``noun`` is the kind's; None looks for the job among all kinds. With ``json`` it is printed once.

    Returns:
        False where a job that was followed did not complete.

    Raises:
        UserError: there is no such job.
    """
    sagemaker = target.client("sagemaker")
    kind = find(sagemaker, name, noun)
    reader = ToldLog(LogReader.of_job(target.client("logs"), Job(kind, name))) if log else None
    if following and not report(kind, kind.describe(sagemaker, name)).ended:
        pause = 0.25 if target.embedded else 5.0  # seconds; AWS throttles Describe
        said = None if json else reader  # it is read whole at the end
        for line in follow(sagemaker, kind, name, said, pause, patience(target.embedded)):
            if not json:
                print(line, flush=True)
        if not json:
            print()
    described = kind.describe(sagemaker, name)
    found, now = report(kind, described), datetime.now(UTC)
    if json:
        print_document(document(found, described, list(reader.read()) if reader else None, now))
    else:
        _print(found, reader, now, console)
    return found.status == "Completed" or not following


def _print(found: Report, log: ToldLog | None, now: datetime, console: Console) -> None:
    heading, *lines = found.lines(now)
    console.print(heading, style="bold", markup=False, highlight=False, soft_wrap=True)
    print("\n".join(lines))
    for number, line in enumerate(log.read() if log else ()):
        print(line if number else f"\n{line}")
    if log and log.untold:
        console.print(f"\nThe log cannot be read: {log.untold.why}.", style="yellow")


def follow(
    sagemaker: Any,
    kind: ReportedKind,
    name: str,
    log: ToldLog | None,
    pause: float,
    patience: float = 0.0,
    sleep: Callable[[float], Any] = time.sleep,
) -> Iterator[str]:
    """Lines as they come until the job has ended: each phase, and each line of its log.

    Args:
        log: of the job; None leaves it out.
        pause: seconds between two looks.
        patience: seconds for which AWS may throttle.
    """
    shown = 0

    def look() -> Report:
        return report(kind, kind.describe(sagemaker, name))

    for found in looks(look, lambda seen: seen.ended, pause, patience, sleep):
        for number, phase in enumerate(found.phases[shown:], shown):
            if log and number and found.phases[number - 1].status == kind.working:
                yield from log.read()  # what the container said came before this phase
            yield f"{phase.started} {phase.status} - {phase.message}".removesuffix(" - ")
        shown = len(found.phases)
        if log:
            yield from log.read()
