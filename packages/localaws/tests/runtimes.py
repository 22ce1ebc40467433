"""Runtimes that a machine may lack: their tests are skipped there, but never where they must run.

``LOCALAWS_TEST_RUNTIMES=namespace,process,container`` names those that must: a runtime that is broken
looks like one that is missing, and would otherwise show as skipped tests only.
"""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

from localaws.runtime.engine import Engine, find_engine
from localaws.runtime.protocol import RuntimeRefused

BASE = "python:3.11-slim"  # the base image of containers that tests make
VARIABLE = "LOCALAWS_TEST_RUNTIMES"


def unavailable(runtime: str, why: str) -> NoReturn:
    """End the test: skipped, or failed where the runtime must be here."""
    if runtime in os.environ.get(VARIABLE, "").split(","):
        pytest.fail(f"{VARIABLE} names {runtime}, which does not run here: {why}", pytrace=False)
    pytest.skip(f"no {runtime} runtime here: {why}")


def container_engine() -> Engine:
    """The container engine of this machine, which has been seen to run the base image."""
    try:
        found = find_engine()
    except RuntimeRefused as refusal:
        unavailable("container", str(refusal))
    tried = found.run("run", "--rm", "--pull=never", "--network=host", BASE, "true")
    if tried.returncode != 0:
        unavailable("container", f"{found.name} cannot run {BASE}: {tried.stderr.strip()[-200:]}")
    return found
