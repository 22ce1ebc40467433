"""Tells a waiting task at once that its state is over: timed out, stopped, or failed elsewhere.

moto's interpreter marks an environment as ended and has nobody listen, so that whoever waits has to
look again and again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from moto.stepfunctions.parser.asl.eval.environment import Environment

from localaws.moto_mends import guard

_ENDINGS = {
    "set_ended": "0287acc8306e",
    "set_error": "1344ddb43dca",
    "set_timed_out": "f9fa27df1f82",
    "set_stop": "858f05b7b023",
}
_lock = threading.Lock()
_listeners: dict[int, Callable[[], None]] = {}


def apply() -> None:
    """Make the environments of moto's interpreter tell."""
    for name, expected in _ENDINGS.items():
        setattr(Environment, name, _telling(name, guard.take(Environment, name, expected)))


@contextmanager
def when_ended(env: Any, listener: Callable[[], None]) -> Iterator[None]:
    """Within the block, call ``listener`` when the environment ends, at once if it has already."""
    with _lock:
        _listeners[id(env)] = listener
    try:
        if not env.is_running():
            listener()
        yield
    finally:
        with _lock:
            del _listeners[id(env)]


def _telling(name: str, original: Callable[..., None]) -> Callable[..., None]:
    def end(self: Any, *args: Any, **kwargs: Any) -> None:
        if name == "set_error" and not self.is_running():
            return  # what fails because the execution was stopped must not make it FAILED
        original(self, *args, **kwargs)
        with _lock:
            listener = _listeners.get(id(self))
        if listener is not None:
            listener()

    return end
