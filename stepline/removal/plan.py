"""What goes and what stays, decided from what there is and from what a person chose; and said in lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stepline.removal.buckets import Contents
from stepline.removal.found import Found

RUNS = ("runs/",)
DATA = ("data/", "uploads/")  # what replaced data was put aside as, for --undo, is data too


@dataclass(frozen=True)
class Choice:
    """What goes beside the stack and what costs by the hour. ``bucket`` has runs and data in it."""

    logs: bool = False
    runs: bool = False
    data: bool = False
    bucket: bool = False

    @property
    def prefixes(self) -> tuple[str, ...]:
        """What is emptied of a bucket that stays."""
        if self.bucket:
            return ()
        return RUNS * self.runs + DATA * self.data


def lines(stack: str, found: Found, choice: Choice, held: Mapping[str, Contents]) -> list[str]:
    """The whole of it, to be read before it is agreed to; ``held`` is what the buckets hold."""
    goes, stays = list(_goes(stack, found, choice, held)), list(_stays(found, choice, held))
    return [
        *(["This goes:"] if goes else ["Nothing of it is left that this command removes."]),
        *(f"  - {line}" for line in goes),
        *(["This stays:"] if stays else []),
        *(f"  - {line}" for line in stays),
    ]


def removes_something(found: Found, choice: Choice) -> bool:
    """Whether there is anything to do."""
    now = (found.stack, found.executions, found.jobs, found.endpoints)
    return bool(
        any((*now, found.configurations, found.models))
        or (choice.logs and (found.endpoint_logs or found.job_logs))
        or (found.buckets and (choice.bucket or choice.prefixes))
    )


def _goes(stack: str, found: Found, choice: Choice, held: Mapping[str, Contents]) -> Iterator[str]:
    if found.executions:
        yield f"{_count(found.executions, 'running execution')}, stopped: {_names(_last(found.executions))}"
    if found.jobs:
        yield f"{_count(found.jobs, 'running job')}, stopped: {_names([job for _, job in found.jobs])}"
    if found.stack:
        yield f"the stack {stack} ({found.stack}): state machine, schedule, roles, the state machine's log"
    for noun, names in (
        ("endpoint", found.endpoints),
        ("endpoint configuration", found.configurations),
        ("model", found.models),
    ):
        if names:
            yield f"{_count(names, noun)}: {_names(names)}"
    if choice.logs and found.endpoint_logs:
        yield f"{_count(found.endpoint_logs, 'log group')}: {_names(found.endpoint_logs)}"
    if choice.logs and found.job_logs:
        yield f"{_count(found.job_logs, 'log stream')} of jobs"
    for bucket in found.buckets:
        if choice.bucket:
            yield f"the bucket {bucket} with all versions: {held[bucket]}"
        for prefix in choice.prefixes:
            yield f"s3://{bucket}/{prefix} with all versions: {held[f'{bucket}/{prefix}']}"


def _stays(found: Found, choice: Choice, held: Mapping[str, Contents]) -> Iterator[str]:
    for bucket in found.buckets:
        if not choice.bucket:
            rest = f", but for {' and '.join(choice.prefixes)}" if choice.prefixes else ""
            yield f"the bucket {bucket} ({held[bucket]}{rest}); --bucket takes it too"
    logs = len(found.endpoint_logs) + len(found.job_logs)
    if logs and not choice.logs:
        yield f"{logs} log groups and streams of jobs and endpoints; --logs takes them too"
    if found.records:
        yield (
            f"the records of ended jobs, {found.records} of them: SageMaker deletes none, and bills none"
        )
    if found.anything:
        yield "images and code in the CDK's bootstrap repository and bucket: `cdk gc` frees them"


def _last(arns: Sequence[str]) -> list[str]:
    return [arn.rsplit(":", 1)[-1] for arn in arns]


def _count(things: Sequence[object], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def _names(names: Sequence[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
