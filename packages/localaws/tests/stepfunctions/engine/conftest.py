from __future__ import annotations

from collections.abc import Iterator

import pytest

from .running import Running


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running()
    yield running
    running.engine.close()
    running.clock.close()
