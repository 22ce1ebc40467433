"""A machine that is run twice does the same: its end, and every event on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from .machines import DATA, machines
from .runs import Runs


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    runs = Runs()
    yield runs
    runs.close()


@given(machines())
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_machine_does_the_same_twice(runs: Runs, machine: dict[str, Any]) -> None:
    first, second = runs.run(machine, DATA), runs.run(machine, DATA)

    assert first.status in ("SUCCEEDED", "FAILED")
    assert (first.status, first.output, first.error) == (second.status, second.output, second.error)
    assert runs.history(first) == runs.history(second)
