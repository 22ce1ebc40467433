"""How a process ended, in Docker's numbers, and hearing of it when one does."""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found]
import os

SIGKILL = int(signal.SIGKILL)


def exit_code(status: int) -> int:
    """The code for a wait status: 128 + N when signal N ended the process."""
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def collect(program: int) -> int | None:
    """Take in every child that has ended; the program's exit code once it is among them."""
    code = None
    while True:
        try:
            ended, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return code
        if ended == 0:
            return code
        if ended == program:
            code = exit_code(status)


def woken_by_children() -> int:
    """A descriptor that becomes readable whenever a child of this process ends."""
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return wake
