"""Runtimes that a machine may lack: their tests are skipped there, but never where they must run.

``LOCALAWS_TEST_RUNTIMES=namespace,process,container`` names those that must: a runtime that is broken
looks like one that is missing, and would otherwise show as skipped tests only.
"""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

VARIABLE = "LOCALAWS_TEST_RUNTIMES"


def unavailable(runtime: str, why: str) -> NoReturn:
    """End the test: skipped, or failed where the runtime must be here."""
    if runtime in os.environ.get(VARIABLE, "").split(","):
        pytest.fail(f"{VARIABLE} names {runtime}, which does not run here: {why}", pytrace=False)
    pytest.skip(f"no {runtime} runtime here: {why}")
