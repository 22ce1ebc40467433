"""What the parts of hosting know of whatever answers requests: an instance, or what starts some on demand."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Protocol

from localaws.sagemaker.in_turn import Answered, Streamed


class Serving(Protocol):
    """See ``instance.Instance``."""

    variant: str
    configuration: str
    in_flight: int

    @property
    def ready(self) -> bool: ...

    def start(self, cancelled: threading.Event) -> None: ...

    def invoke(
        self, headers: Mapping[str, str], body: bytes, timeout: float, target: str | None = None
    ) -> Answered: ...

    def stream(
        self, headers: Mapping[str, str], body: bytes, timeout: float, target: str | None = None
    ) -> Streamed: ...

    def stop(self, grace: float) -> None: ...
