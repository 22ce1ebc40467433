"""One invocation of a function, and how it ended. Records."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.functions.versions import Target

UNHANDLED = "Unhandled"  # the FunctionError of every failure; AWS's runtimes know no other now


@dataclass(frozen=True)
class Invocation:
    """What a function is invoked with."""

    id: str  # the request id, a UUID
    function: str  # its name
    target: Target
    payload: bytes = b"{}"
    client_context: str = ""  # JSON
    trace: str = ""  # the X-Ray header
    before: int = 0  # how often the chain of requests that it belongs to has invoked the function


@dataclass(frozen=True)
class Outcome:
    """How an invocation ended.

    Attributes:
        error: the FunctionError, None where the handler returned.
        kind: the errorType of the payload, where it failed.
        duration: milliseconds, without the initialization.
        tail: the last 4 KB of its log.
    """

    payload: bytes
    version: str
    error: str | None = None
    kind: str | None = None
    duration: float = 0.0
    tail: bytes = b""
