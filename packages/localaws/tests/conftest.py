"""For all tests: none of them is timed, as the machines that they run on are shared."""

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LONGEST_NAME = 24  # bytes


@pytest.hookimpl
def pytest_make_parametrize_id(val: object) -> str | None:
    """Names no case by long bytes: archives have the second in which they were made in them,
    and each worker of a run has to have the same names."""
    if isinstance(val, bytes) and len(val) > LONGEST_NAME:
        return "bytes"
    return None
