"""What a failed invocation answers: AWS's payloads for what no handler has written. Pure.

The types are those of Lambda's troubleshooting pages and of the runtime interface emulator
(aws/aws-lambda-runtime-interface-emulator, ``lambda/fatalerror``): ``Sandbox.Timedout``,
``Runtime.ExitError``, ``Function.ResponseSizeTooLarge``.
"""

from __future__ import annotations

import json
import signal
from dataclasses import dataclass

LARGEST_RESPONSE = 6_291_556  # bytes: 6 MiB and a hundred
LARGEST_REQUEST = 6_291_456
LARGEST_EVENT = 1_048_576  # InvocationType Event, since October 2025


@dataclass(frozen=True)
class Failure:
    """A failure: ``kind`` is its errorType, ``payload`` what the caller reads, ``log`` its lines."""

    kind: str
    payload: bytes
    log: tuple[str, ...] = ()
    status: str = "error"  # as the REPORT line has it

    @property
    def is_handlers(self) -> bool:
        """Whether the handler itself failed: the sandbox goes on, and REPORT says nothing of it."""
        return not self.kind.startswith(("Runtime.", "Sandbox.", "Function."))


def timed_out(request: str, timeout: float, stamp: str) -> Failure:
    """The handler had not answered in time. ``stamp`` is the time as logs have it."""
    text = f"Task timed out after {timeout:.2f} seconds"
    kind = "Sandbox.Timedout"
    payload = _payload(kind, f"RequestId: {request} Error: {text}")
    return Failure(kind, payload, (f"{stamp} {request} {text}\n",), "timeout")


def exited(request: str, code: int, out_of_memory: bool = False) -> Failure:
    """The runtime's process ended before it had answered.

    Args:
        code: its exit code, 128 + N where signal N ended it.
    """
    kind = "Runtime.OutOfMemory" if out_of_memory else "Runtime.ExitError"
    if out_of_memory or code == 128 + signal.SIGKILL:
        reason = "Runtime exited with error: signal: killed"
    elif code == 0:
        reason = "Runtime exited without providing a reason"
    elif code > 128 and code - 128 in set(signal.Signals):
        name = (signal.strsignal(code - 128) or str(code - 128)).lower()
        reason = f"Runtime exited with error: signal: {name}"
    else:
        reason = f"Runtime exited with error: exit status {code}"
    text = f"RequestId: {request} Error: {reason}"
    return Failure(kind, _payload(kind, text), (f"{text}\n{kind}\n",))


def too_large(size: int) -> Failure:
    """The response is larger than one may be."""
    kind = "Function.ResponseSizeTooLarge"
    text = (
        f"Response payload size ({size} bytes) exceeded maximum allowed payload size "
        f"({LARGEST_RESPONSE} bytes)."
    )
    return Failure(kind, _payload(kind, text))


def streamed() -> Failure:
    """The runtime streams its response, which nobody here could read as it comes."""
    kind = "Function.ResponseStreamingNotSupported"
    text = (
        "This embedded AWS does not stream responses of functions (awslambda.streamifyResponse, "
        "Lambda-Runtime-Function-Response-Mode: streaming): return the response whole."
    )
    return Failure(kind, _payload(kind, text), (f"{text}\n{kind}\n",))


def not_started(reason: str) -> Failure:
    """No process could be made for it here; AWS has no such case, so the sentence is ours."""
    kind = "Runtime.InvalidEntrypoint"
    return Failure(kind, _payload(kind, reason), (f"{reason}\n{kind}\n",))


def reported(payload: bytes, kind: str = "") -> Failure:
    """What the runtime itself says of its handler or its initialization."""
    return Failure(kind or kind_of(payload), payload)


def kind_of(payload: bytes) -> str:
    """The errorType in a payload that a runtime has written; "Unknown" where there is none."""
    try:
        found = json.loads(payload)
    except ValueError:
        return "Unknown"
    kind = found.get("errorType") if isinstance(found, dict) else None
    return kind if isinstance(kind, str) and kind else "Unknown"


def _payload(kind: str, message: str) -> bytes:
    document = {"errorType": kind, "errorMessage": message}
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
