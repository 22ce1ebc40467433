"""Evaluates the state under test, with its mock or with the service that it calls, to a response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from localaws.stepfunctions.engine import failing, leaving
from localaws.stepfunctions.engine.effect import Call
from localaws.stepfunctions.engine.frame import Failure, Frame
from localaws.stepfunctions.engine.message import Due, TaskEnded
from localaws.stepfunctions.engine.turn import Turn
from localaws.stepfunctions.evaluation import flow
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.language.state import State
from localaws.stepfunctions.map_runs import tolerance
from localaws.stepfunctions.tasks.task import Ended, Exchange, Failed, Order, Succeeded
from localaws.stepfunctions.test_state import map_inputs
from localaws.stepfunctions.test_state.bench import Bench
from localaws.stepfunctions.test_state.inspection import Inspection
from localaws.stepfunctions.test_state.request import INFO, TRACE, StateTest

LONGEST = 300.0
"""Seconds that a test may take."""
_THRESHOLD = Failure(tolerance.ERROR, tolerance.CAUSE)


class World(Protocol):
    """What a state that is tested without a mock needs."""

    def now(self) -> float: ...

    def call(self, order: Order, seconds: float) -> Ended | None:
        """Do a task; None: it took longer than so many seconds."""

    def wait(self, until: float) -> None:
        """Return at a moment."""


class Evaluation:
    """One test, of an account in a region."""

    def __init__(self, test: StateTest, account: str, region: str, world: World) -> None:
        self._test = test
        self._where = account, region
        self._world = world
        self._inspection = Inspection(test.tested.state, test.input)

    def response(self) -> dict[str, Any]:
        """Evaluate the state; what TestState responds.

        Raises:
            Refusal: the request does not fit the Map that it is about.
        """
        return self._shown(self._evaluated())

    def _evaluated(self) -> Bench:
        failure = None
        if isinstance(self._test.mock, Failed):
            failure = Failure(self._test.mock.error, self._test.mock.cause or None)
        *within, outermost = self._test.tested.handlers(self._test.cause_state)
        if failure is not None:
            for state in within:
                bench = self._bench(state)
                bench.enter(_failing(failure))
                if bench.left or bench.retrying is not None:
                    return bench
        bench = self._bench(outermost)
        match outermost.type:
            case "Task":
                self._do_task(bench)
            case "Wait":
                self._do_wait(bench)
            case "Map" | "Parallel":
                bench.enter(lambda turn, frame: self._do_branches(turn, frame, failure))
            case _:
                bench.enter()
        return bench

    def _bench(self, state: State) -> Bench:
        return Bench(state, self._test, *self._where, self._world.now(), self._inspection.see)

    def _do_task(self, bench: Bench) -> None:
        bench.enter()
        frame = bench.frame
        if frame.task is None:
            return  # its arguments have no value
        limit, deadline = bench.turn.now + LONGEST, frame.task.deadline
        ended: Ended | None = self._test.mock
        if ended is None:
            order = next(e.order for e in bench.turn.effects if isinstance(e, Call))
            if self._test.level == TRACE:
                order = replace(
                    order, exchange=Exchange(self._exchanged, self._test.reveals_secrets)
                )
            ended = self._world.call(order, min(limit, deadline or limit) - bench.turn.now)
        if ended is None and deadline is not None and deadline <= limit:
            bench.hear(Due(frame.id), deadline)
            return
        ended = ended or Failed(failing.TIMEOUT, "")
        if isinstance(ended, Succeeded):
            self._inspection.see("result", ended.output)
        bench.hear(TaskEnded(frame.task.token, ended))

    def _exchanged(self, asked: Mapping[str, str], responded: Mapping[str, str]) -> None:
        self._inspection.note(request=dict(asked), response=dict(responded))

    def _do_wait(self, bench: Bench) -> None:
        bench.enter()
        until = bench.frame.wake
        if until is None:
            return
        longest = bench.turn.now + LONGEST
        self._world.wait(min(until, longest))
        if until <= longest:
            bench.hear(Due(bench.frame.id), until)
        else:
            failing.fail(bench.turn, bench.frame, Failure(failing.TIMEOUT, None))

    def _do_branches(self, turn: Turn, frame: Frame, failure: Failure | None) -> None:
        """A Map or a Parallel, whose work is always mocked."""
        state, mock = frame.state, self._test.mock
        scope = turn.scope(frame)
        scope = replace(scope, data=flow.effective_input(state.flow, scope))
        if isinstance(state, Map):
            too_many = map_inputs.exceeded(state, scope, self._test, self._inspection)
            failure = failure or (_THRESHOLD if too_many else None)
        elif state.flow.parameters is not None:
            flow.arguments(state.flow, scope)
        if isinstance(mock, Succeeded) and failure is None:
            leaving.leave(turn, frame, mock.output)
        else:
            failing.fail(turn, frame, failure or _THRESHOLD)

    def _shown(self, bench: Bench) -> dict[str, Any]:
        response: dict[str, Any] = {"status": _status(bench)}
        failure = bench.failure
        if response["status"] == "FAILED":
            execution = bench.turn.execution
            response |= _error(execution.error, execution.cause)
        elif failure is not None:
            response |= _error(failure.error, failure.cause)
        if bench.left:
            response["output"] = bench.output
            if bench.following is not None:
                response["nextState"] = bench.following
        if self._test.level != INFO:
            details = _error_details(bench)
            if details:
                self._inspection.note(errorDetails=details)
            response["inspectionData"] = self._inspection.shown(bench.frame.variables)
        return response


def _failing(failure: Failure) -> failing.Work:
    def fail(turn: Turn, frame: Frame) -> None:
        failing.fail(turn, frame, failure)

    return fail


def _status(bench: Bench) -> str:
    if bench.left:
        return "SUCCEEDED" if bench.failure is None else "CAUGHT_ERROR"
    return "FAILED" if bench.retrying is None else "RETRIABLE"


def _error(error: str | None, cause: str | None) -> dict[str, str]:
    return {name: text for name, text in (("error", error), ("cause", cause)) if text}


def _error_details(bench: Bench) -> Mapping[str, int]:
    """Which Retrier or Catcher had to do with the failure."""
    details: dict[str, int] = {}
    retrier = bench.handler("retry")
    if retrier is not None:
        details["retryIndex"] = retrier
    if bench.retrying is not None and bench.frame.wake is not None:
        details["retryBackoffIntervalSeconds"] = round(bench.frame.wake - bench.turn.now)
    if bench.left:
        catcher = bench.handler("catch")
        if catcher is not None:
            details["catchIndex"] = catcher
    return details
