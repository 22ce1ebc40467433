"""Killed at any instant: whatever was kept by then, an execution ends as it would have ended."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from typing import Any

import pytest

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.engine.journal import MemoryJournal
from localaws.stepfunctions.execution import Execution

from .running import Running, eventually, one, task

_RETRY = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 30, "MaxAttempts": 9}]
_BRANCH = {
    "StartAt": "W",
    "States": {
        "W": {"Type": "Wait", "Seconds": 60, "Next": "T"},
        "T": task(Retry=_RETRY, Assign={"v": 1}, ResultPath="$.t", Next="P"),
        "P": {"Type": "Pass", "Parameters": {"v.$": "$v", "t.$": "$.t"}, "End": True},
    },
}
_EACH = {
    "StartAt": "E",
    "States": {
        "E": {"Type": "Pass", "Next": "EW"},
        "EW": {"Type": "Wait", "Seconds": 10, "End": True},
    },
}
_MACHINE = {
    "StartAt": "First",
    "States": {
        "First": {"Type": "Pass", "Parameters": {"n": [1, 2, 3]}, "Next": "Both"},
        "Both": {
            "Type": "Parallel",
            "Branches": [
                _BRANCH,
                one({"Type": "Succeed"}),
            ],
            "ResultSelector": {"t.$": "$[0]", "n.$": "$[1].n"},
            "Next": "Each",
        },
        "Each": {
            "Type": "Map",
            "ItemsPath": "$.n",
            "MaxConcurrency": 2,
            "ItemProcessor": _EACH,
            "ResultPath": "$.each",
            "End": True,
        },
    },
}


class _Dying(MemoryJournal):
    """The process dies at its ``last`` time of keeping: just before it is kept, or just after."""

    def __init__(self, last: int, is_committed: bool = True) -> None:
        super().__init__()
        self._left, self._is_committed = last, is_committed
        self.dead = threading.Event()

    def append(self, arn: str, events: Sequence[Event], execution: Execution | None = None) -> None:
        if self.dead.is_set():
            raise SystemExit
        self._left -= 1
        if self._left > 0 or self._is_committed:
            super().append(arn, events, execution)
        if self._left == 0:
            self.dead.set()
            raise SystemExit  # a thread that has this ends without a word, and carries out nothing

    def revived(self) -> MemoryJournal:
        alive = MemoryJournal()
        alive.__dict__.update(self.__dict__)
        return alive


def _end(running: Running, arn: str) -> Execution:
    """Let time pass until it has ended."""

    def over() -> bool:
        execution = running.journal.execution(arn)
        assert execution is not None
        running.clock.move(5)
        return execution.status != "RUNNING"

    eventually(over)
    execution = running.journal.execution(arn)
    assert execution is not None
    return execution


def _uninterrupted() -> Any:
    running = Running(_Dying(10_000))
    arn = running.start(_MACHINE)
    done = _end(running, arn)
    running.engine.close()
    running.clock.close()
    return json.loads(done.output or "")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("is_committed", [False, True])
@pytest.mark.parametrize("last", range(1, 6))
def test_it_ends_as_if_nothing_had_been(last: int, is_committed: bool) -> None:
    output = _uninterrupted()
    journal = _Dying(last, is_committed)
    running = Running(journal)
    arn = running.start(_MACHINE)
    for _ in range(2_000):
        if journal.dead.is_set() or journal.execution(arn).status != "RUNNING":  # type: ignore[union-attr]
            break
        running.clock.move(5)
        threading.Event().wait(0.001)
    assert journal.dead.is_set()
    following = Running(journal.revived(), running.clock)
    following.engine.resume(list(following.journal.running()))
    done = _end(following, arn)
    assert done.status == "SUCCEEDED", done
    assert json.loads(done.output or "") == output
    identities = [event.id for event in following.events(arn)]
    assert identities == list(range(1, len(identities) + 1))
    following.engine.close()
    running.clock.close()
