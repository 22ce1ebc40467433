"""Looks at something on AWS again and again until it is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from stepline import untold

T = TypeVar("T")

PATIENCE = 300.0  # seconds for which AWS may throttle, or the network may be gone
LONGEST_PAUSE = 30.0


def patience(embedded: bool) -> float:
    """Whoever has stopped the embedded AWS is not waited for."""
    return 0.0 if embedded else PATIENCE


def looks(
    look: Callable[[], T],
    over: Callable[[T], bool],
    pause: float,
    patience: float,
    sleep: Callable[[float], Any] = time.sleep,
) -> Iterator[T]:
    """What is seen every ``pause`` seconds, the last time as it was when it was over.

    What passes (throttling, no network) is waited for, longer each time, up to ``patience`` seconds.

    Raises:
        ClientError, BotoCoreError: AWS refuses to tell, or cannot be reached for a long time.
    """
    waited, longer = 0.0, pause
    while True:
        try:
            seen = look()
        except (ClientError, BotoCoreError) as error:
            if not untold.why(error).passing or waited >= patience:
                raise
            longer = min(2 * longer, LONGEST_PAUSE)
            sleep(longer)
            waited += longer
            continue
        waited, longer = 0.0, pause
        yield seen
        if over(seen):
            return
        sleep(pause)
