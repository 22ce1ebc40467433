"""The one object that the server makes for each region's SageMaker: hosting.

It puts the parts together and registers their operations with the SageMaker service. What each
operation does is in ``models``, ``configurations`` and ``endpoints``; how an endpoint is invoked,
in ``invocation``; how that arrives over HTTP, in ``http``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from localaws.runtime.protocol import Runtime

StateListener = Callable[[str, dict[str, Any]], None]  # (endpoint name, DescribeEndpoint's answer)


class Hosting:
    """Models, endpoint configurations and endpoints of one account and region."""

    def __init__(self, service: Any, runtime: Runtime, home: Path) -> None:
        """``home`` is the folder of the embedded AWS; endpoints work under ``home/endpoints``."""
        self.service = service
        self.runtime = runtime
        self.home = home

    def register(self) -> None:
        """Hand the operations of hosting to the SageMaker service."""

    def on_state_change(self, listener: StateListener) -> None:
        """Call ``listener`` after every change of an endpoint's status."""

    def shutdown(self) -> None:
        """Stop every container of every endpoint; returns when all have ended."""
