"""The execution line by line, for a file, a pipe or the log of a CI job.

A line for each state that has ended, and while one goes on a line every so often, so that nobody
takes a long training for a program that hangs. No control codes, no line that is cut or folded.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import Console

from stepline.durations import spoken
from stepline.executions import Execution
from stepline.history import Line, lines
from stepline.watching.progress import Progress, standing, trouble
from stepline.watching.table import MARKS, introduction

EVERY = 30.0  # seconds without a line, after which a running state says how far it is


@dataclass
class PlainLines:
    """Called with each look."""

    console: Console
    progress: Progress
    now: Callable[[], float] = time.monotonic
    shown: int = 0
    trouble: str = ""  # that was told last
    last: float | None = None

    def __call__(self, execution: Execution) -> None:
        if self.last is None:
            self._say(introduction(execution))
        all_lines = lines(execution.states, datetime.now(UTC))
        ended = ended_lines(all_lines, execution)
        for line in all_lines[self.shown : ended]:
            self._print(line, execution)
        self.shown = max(self.shown, ended)
        for line in all_lines[ended:]:
            why = trouble(line, standing(line, execution))
            if why and why != self.trouble:
                self._say(f"  ! {why}")
            elif self.last is not None and self.now() - self.last >= EVERY:
                self._print(line, execution)
            self.trouble = why

    def _print(self, line: Line, execution: Execution) -> None:
        stands = standing(line, execution)
        mark, _ = MARKS[stands]
        told = self.progress.of(line, stands)
        self._say(f"  {mark} {line.name:<30} {spoken(line.seconds):>11}  {told}")

    def _say(self, text: str) -> None:
        self.console.print(text.rstrip(), highlight=False, markup=False, soft_wrap=True)
        self.last = self.now()


def ended_lines(all_lines: list[Line], execution: Execution) -> int:
    """How many are over: those before the first one that runs.

    A state that has been left may still be entered again (a waiting loop), so the last one is not over
    either before the execution is.
    """
    if execution.status != "RUNNING":
        return len(all_lines)
    last = max(0, len(all_lines) - 1)
    return next((number for number, line in enumerate(all_lines) if line.running), last)
