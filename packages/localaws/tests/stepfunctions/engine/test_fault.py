"""A fault of ours ends one execution, with a request id that the log has too."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

import pytest

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution

from .running import Running, one, task


def test_one_that_cannot_be_read_does_not_keep_the_others_from_going_on(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    wait = one({"Type": "Wait", "Seconds": 60, "End": True})
    arns = [running.start(wait) for _ in range(3)]
    for arn in arns:
        running.until(arn, "WaitStateEntered")
    running.engine.close()
    whole = running.journal.execution(arns[0])
    assert whole is not None
    running.journal.append(arns[0], [], replace(whole, definition="what no version takes"))
    running.journal.append(arns[1], [Event(3, 2, "WaitStateExited", 1.0, {}, {"frame": 9})])
    with caplog.at_level(logging.ERROR):
        following = running.restarted()
    for arn in arns[:2]:
        done = following.ended(arn)
        assert (done.status, done.error) == ("FAILED", "States.Runtime")
        assert str(done.cause).rpartition("Request ID: ")[2] in caplog.text
        assert following.types(arn)[-1] == "ExecutionFailed"
    running.clock.move(61)
    assert following.ended(arns[2]).status == "SUCCEEDED"
    following.engine.close()


def test_an_observer_that_fails_keeps_nobody_from_going_on(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def happened(self, execution: Execution, events: Sequence[Event]) -> None:
            raise RuntimeError("nobody is told")

    running.engine.observers.append(Broken())
    with caplog.at_level(logging.ERROR):
        done = running.run(one(task()))
    assert done.status == "SUCCEEDED"
    assert "nobody is told" in caplog.text
