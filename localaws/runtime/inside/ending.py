"""How a process ended, in Docker's numbers."""

from __future__ import annotations

import os


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
