"""Room for images: enough, little, too little."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepline.doctor.case import Case
from stepline.doctor.disk import check, room
from stepline.doctor.finding import State

from .conftest import assembly


@pytest.mark.parametrize(
    ("free", "images", "state"),
    [
        (100.0, 1, State.OK),
        (10.0, 1, State.OK),
        (10.0, 2, State.WARNING),
        (5.0, 1, State.WARNING),
        (1.5, 1, State.PROBLEM),
        (3.0, 2, State.PROBLEM),
        (3.0, 0, State.OK),
        (1.5, 0, State.PROBLEM),
    ],
)
def test_it_depends_on_how_many_are_built(free: float, images: int, state: State) -> None:
    found = room(Path("/images"), free, images)
    assert found.state is state
    assert found.found.startswith(f"{free:.1f} GiB free in /images")
    assert state is State.OK or found.mend


def test_a_pipeline_that_builds_nothing_for_aws_needs_none() -> None:
    (found,) = check(Case("bank", "dev", assembly=assembly()))
    assert (found.state, found.found) == (State.OK, "nothing is built here")
