"""Finds a job by its name, which does not say of what kind it is."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from stepline.errors import UserError
from stepline.jobs.kind import ReportedKind
from stepline.jobs.kinds import REPORTED

LATEST = 100  # of each kind, among which the nearest names are looked for: one page of AWS's
# What AWS responds for a name that no job has, or that none can have.
MISSING = ("ValidationException", "ResourceNotFound")


def find(sagemaker: Any, name: str, noun: str | None = None) -> ReportedKind:
    """The kind of the job of that name; any of them unless one is named by its noun.

    Raises:
        UserError: there is no such job, or one of several kinds; or no such kind.
    """
    kinds = [kind for kind in REPORTED if noun in (None, kind.noun)]
    if not kinds:
        raise UserError(f"A job's kind is {_one_of(REPORTED)}, not {noun}.")
    found = [kind for kind in kinds if _exists(sagemaker, kind, name)]
    if not found:
        raise UserError(_missing(sagemaker, name, kinds))
    if len(found) > 1:
        jobs = " and ".join(f"a {kind.noun} job" for kind in found)
        options = " or ".join(f"--kind {kind.noun}" for kind in found)
        raise UserError(f"There are {jobs} named {name}: say which one with {options}.")
    return found[0]


def _exists(sagemaker: Any, kind: ReportedKind, name: str) -> bool:
    try:
        kind.describe(sagemaker, name)
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return False
        raise
    return True


def _missing(sagemaker: Any, name: str, kinds: Sequence[ReportedKind]) -> str:
    names = [latest for kind in kinds for latest in kind.latest(sagemaker, LATEST)]
    sentence = f"There is no {_one_of(kinds)} job {name}."
    if not names:
        return f"{sentence} There is none at all yet."
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.3) or names[:3]
    return f"{sentence} The nearest names: {', '.join(near)}."


def _one_of(kinds: Sequence[ReportedKind]) -> str:
    return " or ".join(kind.noun for kind in kinds)
