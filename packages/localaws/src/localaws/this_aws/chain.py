"""Which chain of requests a request belongs to: the header ``X-Amzn-Trace-Id`` that it came with.

SDKs send it from within a function, and Lambda, SQS, SNS and S3 hand it on, so that Lambda notices a loop
(``functions.lineage``). Whatever a request does in its own thread can ask here; the entrance says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_trace: ContextVar[str] = ContextVar("trace", default="")


def current() -> str:
    """The header; "" where there is none."""
    return _trace.get()


@contextmanager
def belonging_to(trace: str) -> Iterator[None]:
    """What is done within belongs to the chain of this header; "" leaves it as it is."""
    if not trace:
        yield
        return
    token = _trace.set(trace)
    try:
        yield
    finally:
        _trace.reset(token)
