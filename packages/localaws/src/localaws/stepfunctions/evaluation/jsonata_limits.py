"""What one JSONata expression may use: depth, memory and time, with AWS's own bounds where they are known.

AWS was observed to take 100 nested levels and values of 6,990,256 bytes (a number as eight, a character as
one). The time is the library's default.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from jsonata.jexception import JException

DEEPEST = 100
LARGEST = 6_990_256  # bytes of one value
_SECONDS = 5.0
TOO_LARGE = "Expression evaluation memory limit exceeded"
TOO_LONG = "Expression evaluation timeout: Check for infinite loop"


def too_deep(depth: int) -> str:
    return (
        "Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as "
        f"tail-recursive. Depth={depth} max={DEEPEST}"
    )


def put_on(frame: Any) -> None:
    """Have the evaluation in ``frame`` and those below it stop at the bounds."""
    enter, leave = _watch()
    frame.set_evaluate_entry_callback(enter)
    frame.set_evaluate_exit_callback(leave)


def _watch() -> tuple[Callable[..., None], Callable[..., None]]:
    depth, end = 0, time.monotonic() + _SECONDS

    def enter(_expression: Any, _input: Any, environment: Any) -> None:
        nonlocal depth
        if environment.is_parallel_call:
            return
        depth += 1
        if depth > DEEPEST:
            raise JException(too_deep(depth), -1)
        if time.monotonic() > end:
            raise JException(TOO_LONG, -1)

    def leave(_expression: Any, _input: Any, environment: Any, result: Any) -> None:
        nonlocal depth
        if _bytes(result) > LARGEST:
            raise JException(TOO_LARGE, -1)
        if not environment.is_parallel_call:
            depth -= 1

    return enter, leave


def _bytes(result: Any) -> int:
    """Of what is built just now: its members were looked at before."""
    if isinstance(result, str):
        return len(result)
    return 8 * len(result) if isinstance(result, list) else 0
