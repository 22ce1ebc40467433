"""Finds a job by its name, which does not say of what kind it is."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import partial
from typing import Any

from stepline.errors import UserError
from stepline.jobs.kind import ReportedKind
from stepline.jobs.kinds import REPORTED, one_of
from stepline.untold import Untold, told

LATEST = 100  # of each kind, among which the nearest names are looked for: one page of AWS's


def find(sagemaker: Any, name: str, noun: str | None = None) -> ReportedKind:
    """The kind of the job of that name; any of them unless one is named by its noun.

    Raises:
        UserError: there is no such job, or one of several kinds; or no such kind.
    """
    kinds = [kind for kind in REPORTED if noun in (None, kind.noun)]
    if not kinds:
        raise UserError(f"A job's kind is {one_of(REPORTED)}, not {noun}.")
    asked = {kind: told(partial(kind.describe, sagemaker, name)) for kind in kinds}
    found = [kind for kind, response in asked.items() if not isinstance(response, Untold)]
    if not found:
        refused = [
            f"{kind.noun} ({response.why})"
            for kind, response in asked.items()
            if isinstance(response, Untold) and not response.missing
        ]
        if refused:
            raise UserError(
                f"Whether there is a job {name} AWS does not tell: {', '.join(refused)}."
            )
        raise UserError(_missing(sagemaker, name, kinds))
    if len(found) > 1:
        jobs = " and ".join(f"a {kind.noun} job" for kind in found)
        options = " or ".join(f"--kind {kind.noun}" for kind in found)
        raise UserError(f"There are {jobs} named {name}: say which one with {options}.")
    return found[0]


def _missing(sagemaker: Any, name: str, kinds: Sequence[ReportedKind]) -> str:
    lists = [told(partial(kind.latest, sagemaker, LATEST)) for kind in kinds]
    names = [name for found in lists if not isinstance(found, Untold) for name in found]
    sentence = f"There is no {one_of(kinds)} job {name}."
    if not names and any(isinstance(found, Untold) for found in lists):
        return sentence
    if not names:
        return f"{sentence} There is none at all yet."
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.3) or names[:3]
    return f"{sentence} The nearest names: {', '.join(near)}."
