"""How many failures a map run bears."""

from __future__ import annotations

import pytest

from localaws.stepfunctions.map_runs.record import Counts, MapRun
from localaws.stepfunctions.map_runs.tolerance import exceeded


@pytest.mark.parametrize(
    ("count", "percentage", "failed", "expected"),
    [
        (0, 0, 0, False),
        (0, 0, 1, True),
        (2, 0, 2, False),
        (2, 0, 3, True),
        (0, 25, 5, False),
        (0, 25, 6, True),
        (0, 0.5, 0, False),
        (0, 0.5, 1, True),
        (10, 25, 6, True),
        (1, 100, 2, True),
        (0, 100, 20, False),
    ],
)
def test_either_threshold_may_be_exceeded(
    count: int, percentage: float, failed: int, expected: bool
) -> None:
    items = Counts(failed=failed, succeeded=20 - failed)
    run = MapRun(
        *("a", "e", "m", 0.0),
        items=items,
        tolerated_count=count,
        tolerated_percentage=percentage,
    )
    assert exceeded(run) is expected


def test_what_timed_out_failed_and_what_was_aborted_did_not() -> None:
    def run(counts: Counts) -> MapRun:
        return MapRun("a", "e", "m", 0.0, items=counts)

    assert exceeded(run(Counts(timed_out=1, succeeded=1)))
    assert not exceeded(run(Counts(aborted=1, succeeded=1)))
