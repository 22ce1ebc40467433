"""Puts the state changes of SageMaker on the default event bus, as AWS does."""

from __future__ import annotations

from typing import Any

from localaws.hosting import Hosting


def announce_jobs(service: Any) -> None:
    """Announce every state change of the jobs of this SageMaker service."""


def announce_endpoints(hosting: Hosting) -> None:
    """Announce every state change of the endpoints of this hosting."""
