"""The lines that the platform writes to a function's log. Pure.

Their forms are those of Lambda's developer guide, "Log formats" (text).
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

TAIL = 4096  # bytes of the log that LogType Tail returns


def init_start(runtime: str, runtime_arn: str = "") -> str:
    arn = f"\tRuntime Version ARN: {runtime_arn}" if runtime_arn else ""
    return f"INIT_START Runtime Version: {runtime}{arn}\n"


def start(request: str, version: str) -> str:
    return f"START RequestId: {request} Version: {version}\n"


def end(request: str) -> str:
    return f"END RequestId: {request}\n"


def init_report(seconds: float, phase: str, status: str, kind: str = "") -> str:
    error = f"\tError Type: {kind}" if kind else ""
    return f"INIT_REPORT Init Duration: {seconds * 1000:.2f} ms\tPhase: {phase}\tStatus: {status}{error}\n"


def report(
    request: str,
    milliseconds: float,
    memory: int,
    used: int | None,
    init: float | None = None,
    status: str = "",
    kind: str = "",
) -> str:
    """The REPORT line.

    Args:
        memory: what the function may use, in MB.
        used: the most that it used, in MB; None where nobody has measured it.
        init: the milliseconds of a cold start, which are billed too (since August 2025).
        status: "timeout" or "error" where it did not end well.
    """
    billed = math.ceil(milliseconds + (init or 0.0))
    parts = [
        f"REPORT RequestId: {request}",
        f"Duration: {milliseconds:.2f} ms",
        f"Billed Duration: {billed} ms",
        f"Memory Size: {memory} MB",
    ]
    if used is not None:
        parts.append(f"Max Memory Used: {used} MB")
    if init is not None:
        parts.append(f"Init Duration: {init:.2f} ms")
    if status:
        parts.append(f"Status: {status}")
    if kind and status == "error":
        parts.append(f"Error Type: {kind}")
    return "\t".join(parts) + "\t\n"


def stream(seconds: float, version: str, identity: str) -> str:
    """The name of a sandbox's log stream; ``identity`` is 32 hexadecimal digits."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y/%m/%d}/[{version}]{identity}"


def tail(lines: list[str]) -> bytes:
    """The last 4 KB, whole characters only."""
    data = "".join(lines).encode()
    return data[-TAIL:].decode(errors="ignore").encode()
