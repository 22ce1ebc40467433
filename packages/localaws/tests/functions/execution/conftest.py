"""Functions to run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .plain import Functions


@pytest.fixture
def functions(tmp_path: Path) -> Iterator[Functions]:
    made = Functions(tmp_path)
    yield made
    made.executor.close()
