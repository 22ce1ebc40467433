"""Which job a state runs is told by the member that has its name."""

from __future__ import annotations

import pytest

from stepline.jobs.kind import Job, JobKind
from stepline.jobs.kinds import KINDS, REPORTED, job_of, one_of
from stepline.jobs.processing import PROCESSING
from stepline.jobs.training import TRAINING
from stepline.jobs.transform import TRANSFORM
from stepline.jobs.tuning import TUNING


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.noun)
def test_the_member_of_the_name_tells_the_kind(kind: JobKind) -> None:
    assert job_of({kind.name_member: "one", "Other": 1}) == Job(kind, "one")


def test_a_state_that_names_no_job_runs_none() -> None:
    assert job_of({"ModelName": "one"}) is None


def test_no_two_kinds_have_a_noun_or_a_member_in_common() -> None:
    assert len({kind.noun for kind in KINDS}) == len(KINDS)
    assert len({kind.name_member for kind in KINDS}) == len(KINDS)


def test_what_is_reported() -> None:
    assert REPORTED == (TRAINING, PROCESSING, TRANSFORM, TUNING)
    assert one_of(REPORTED) == "training, processing, transform or tuning"
    assert one_of([TRAINING]) == "training"
