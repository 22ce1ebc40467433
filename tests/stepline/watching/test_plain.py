"""What a pipe gets of an execution: whole lines, and a sign of life."""

from __future__ import annotations

import io

from rich.console import Console

from stepline.executions import Execution
from stepline.watching.plain import EVERY, PlainLines
from tests.stepline.watching.executions import PREPROCESS, QUOTA, TRAIN, execution, progress, state

ENDED = state("Preprocess", job=PREPROCESS)
RUNNING = state("Train", seconds=None, job=TRAIN)


class Pipe:
    """What was written into it by and by, on a clock that a test moves."""

    def __init__(self, log: list[str] | None = None) -> None:
        self.file = io.StringIO()
        self.seconds = 0.0
        found = progress(said={PREPROCESS: "y" * 200}, log=lambda: list(log or []))
        console = Console(file=self.file, width=80)
        self.look = PlainLines(console, found, now=lambda: self.seconds)

    def lines(self, found: Execution) -> list[str]:
        before = len(self.file.getvalue())
        self.look(found)
        return self.file.getvalue()[before:].splitlines()


def test_it_begins_with_the_executions_name() -> None:
    [first] = Pipe().lines(execution())
    assert first.startswith("Execution run-1, started 20")


def test_a_state_has_a_line_once_it_is_over_and_none_is_folded() -> None:
    pipe = Pipe()
    pipe.lines(execution(ENDED))
    [line] = pipe.lines(execution(ENDED, RUNNING))
    assert line == "  ✓ Preprocess                           2.0 s  " + "y" * 200
    assert pipe.lines(execution(ENDED, RUNNING)) == []


def test_a_long_training_says_something_every_so_often() -> None:
    log = ["epoch 1"]
    pipe = Pipe(log)
    pipe.lines(execution(RUNNING))
    pipe.seconds += EVERY - 1
    assert pipe.lines(execution(RUNNING)) == []
    pipe.seconds += 1
    [line] = pipe.lines(execution(RUNNING))
    assert line.startswith("  … Train ")
    assert line.endswith("  epoch 1")
    assert pipe.lines(execution(RUNNING)) == []
    pipe.seconds += EVERY
    assert len(pipe.lines(execution(RUNNING))) == 1


def test_an_attempt_that_failed_is_told_at_once_with_its_cause() -> None:
    def waits(attempts: int) -> Execution:
        retried = {"error": QUOTA, "cause": "The limit is 0.", "attempts": attempts}
        return execution(state("Train", seconds=None, job=TRAIN, **retried))

    pipe = Pipe()
    _, told = pipe.lines(waits(1))
    assert told == (
        "  ! Train: attempt 1: no training job was created "
        f"({QUOTA}: The limit is 0). It will be tried again."
    )
    assert pipe.lines(waits(1)) == []
    pipe.seconds += EVERY
    assert pipe.lines(waits(1))[0].endswith("  attempt 1 failed, tries again")
    assert len(pipe.lines(waits(2))) == 1


def test_there_are_no_control_codes() -> None:
    pipe = Pipe(["\x1b[1mbold\x1b[0m", "1\r2"])
    pipe.seconds = 0
    pipe.lines(execution(RUNNING))
    pipe.seconds = EVERY
    assert pipe.lines(execution(RUNNING))[0].endswith("  2")
    assert "\x1b" not in pipe.file.getvalue()


def test_a_state_that_is_entered_again_is_not_over() -> None:
    waits = state("Wait", "Wait", seconds=None)
    loop = execution(state("Wait", "Wait"), state("Look"), waits)
    assert len(Pipe().lines(loop)) == 1  # the introduction


def test_at_the_end_every_state_has_its_line() -> None:
    ended = execution(ENDED, state("In service", "Succeed"), status="SUCCEEDED")
    assert len(Pipe().lines(ended)) == 3
