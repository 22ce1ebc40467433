"""The kinds of jobs that there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stepline.jobs.kind import Job, JobKind, ReportedKind
from stepline.jobs.processing import PROCESSING
from stepline.jobs.training import TRAINING
from stepline.jobs.transform import TRANSFORM
from stepline.jobs.tuning import TUNING

KINDS: tuple[JobKind, ...] = (TRAINING, PROCESSING, TRANSFORM, TUNING)
REPORTED = tuple(kind for kind in KINDS if isinstance(kind, ReportedKind))


def one_of(kinds: Sequence[JobKind]) -> str:
    """Their nouns in a sentence: ``training, processing or transform``."""
    *others, last = (kind.noun for kind in kinds)
    return f"{', '.join(others)} or {last}" if others else last


def job_of(parameters: Mapping[str, Any]) -> Job | None:
    """The job that a state with these parameters runs: the member of the name tells its kind."""
    for kind in KINDS:
        if kind.name_member in parameters:
            return Job(kind, parameters[kind.name_member])
    return None
