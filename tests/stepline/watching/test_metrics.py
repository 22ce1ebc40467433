"""The metric that matters is always to be seen."""

from __future__ import annotations

import pytest

from stepline.watching.metrics import Metrics

FOUND = Metrics(
    {"train:loss": 0.1, "test:precision": 0.946, "test:recall": 0.961, "test:f1": 0.953}
)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (80, "test:precision 0.946  test:recall 0.961  test:f1 0.953"),
        (40, "test:recall 0.961  test:f1 0.953"),
        (20, "test:f1 0.953"),
        (12, "f1 0.953"),
        (3, "f1 0.953"),
    ],
)
def test_the_last_one_outlives_the_others(width: int, shown: str) -> None:
    assert FOUND.within(width) == shown


def test_there_may_be_none() -> None:
    assert str(Metrics({})) == Metrics({}).within(0) == ""
