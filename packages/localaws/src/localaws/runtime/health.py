"""Waits until a serving container answers ``GET /ping`` with 200, as SageMaker does."""

from __future__ import annotations

import threading
import time

from localaws.runtime.protocol import Handle, NotServing

_PING_TIMEOUT = 2.0  # seconds for each attempt, AWS's
_FIRST_PAUSE, _LONGEST_PAUSE = 0.025, 0.25  # between attempts: a start must not wait for us


class NotHealthy(Exception):
    """The container ended, or did not answer in time. The message is half a sentence on how."""


class Cancelled(Exception):
    """The wait was given up."""


def wait_until_healthy(handle: Handle, timeout: float, *cancelled: threading.Event) -> None:
    """Return when the container is healthy.

    Args:
        handle: the container.
        timeout: seconds.
        cancelled: any of these, once set, ends the wait.

    Raises:
        NotHealthy, Cancelled: it is left as it is.
    """
    deadline = time.monotonic() + timeout
    pause = _FIRST_PAUSE
    said = "it did not accept a connection"
    while True:
        if any(event.is_set() for event in cancelled):
            raise Cancelled
        try:
            response = handle.request("GET", "/ping", {}, b"", _PING_TIMEOUT)
            if response.status == 200:
                return
            said = f"the last answer was HTTP {response.status}"
        except TimeoutError:
            said = f"the last attempt had no answer within {_PING_TIMEOUT:g} seconds"
        except NotServing:
            pass  # not listening yet, or no longer: `said` tells the last thing that was heard
        code = handle.wait(timeout=pause)
        if code is not None:
            raise NotHealthy(f"it ended with exit code {code} before it answered")
        if time.monotonic() > deadline:
            raise NotHealthy(f"{said}, for {timeout:g} seconds")
        pause = min(pause * 1.5, _LONGEST_PAUSE)
