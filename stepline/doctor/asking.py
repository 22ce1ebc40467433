"""Programs that are asked something, and the end of those that do not answer."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


class NotThere(Exception):
    """There is no such program, or it cannot be started; the message says why."""


class NoAnswer(Exception):
    """It did not end in time, and was ended with all that it had started."""


@dataclass(frozen=True)
class Answer:
    """What a program printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        """Its last words, which mostly say why it failed."""
        lines = [line for line in (self.err or self.out).splitlines() if line.strip()]
        return lines[-1].strip() if lines else f"it ended with status {self.status}"


def ask(
    command: Sequence[str], environment: Mapping[str, str], seconds: float, folder: Path = Path()
) -> Answer:
    """Run a program to its end. It has no terminal and nobody to ask.

    Raises:
        NotThere: it cannot be started.
        NoAnswer: it took longer.
    """
    path = shutil.which(command[0], path=environment.get("PATH"))
    if path is None:
        raise NotThere(f"there is no program {command[0]} on the PATH")
    try:
        started = subprocess.Popen(
            [path, *command[1:]],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,  # what it starts ends with it
        )
    except OSError as error:
        raise NotThere(f"{path} cannot be started ({error.strerror})") from error
    with started as process:
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise NoAnswer(f"{command[0]} did not answer within {seconds:.0f} s") from error
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
    return Answer(process.returncode, out, err)
