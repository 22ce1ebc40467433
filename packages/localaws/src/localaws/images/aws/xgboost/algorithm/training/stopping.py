"""SIGTERM as a flag: SageMaker sends it when a job is stopped, and kills two minutes later."""

from __future__ import annotations

import signal
from types import FrameType


class StopFlag:
    """Says whether SIGTERM has come since ``listen``."""

    def __init__(self) -> None:
        self._stopped = False

    def listen(self) -> StopFlag:
        signal.signal(signal.SIGTERM, self._stop)
        return self

    def __call__(self) -> bool:
        return self._stopped

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self._stopped = True
