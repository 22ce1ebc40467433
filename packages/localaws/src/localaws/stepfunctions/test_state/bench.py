"""A turn of the engine for one state alone: it decides as it does in an execution, and is looked at.

Nothing is kept and nothing is carried out: what the state wants of the world is for whoever tests it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from localaws.stepfunctions.engine import failing, steps
from localaws.stepfunctions.engine.frame import Failure, Frame, Standing, Standings
from localaws.stepfunctions.engine.message import Message
from localaws.stepfunctions.engine.turn import Turn
from localaws.stepfunctions.evaluation.scope import Inspect, Scope
from localaws.stepfunctions.execution import EXPRESS, Execution
from localaws.stepfunctions.language.branch import Branch
from localaws.stepfunctions.language.state import State
from localaws.stepfunctions.test_state.request import StateTest


class _SeenTurn(Turn):
    """Tells what data and failures it comes by; its context object may be given."""

    def __init__(
        self, execution: Execution, standings: Standings, now: float, test: StateTest, see: Inspect
    ) -> None:
        super().__init__(execution, standings, now)
        self._test = test
        self._see = see
        self.failure: Failure | None = None

    def scope(self, frame: Frame, data: Any = None) -> Scope:
        return replace(super().scope(frame, data), inspect=self._see)

    def context(self, frame: Frame) -> dict[str, Any]:
        if self._test.context is not None:
            return dict(self._test.context)
        context = super().context(frame)
        del context["Execution"]["RedriveCount"]  # an EXPRESS execution has none
        context["State"]["RetryCount"] = self._test.retries
        return context

    def failed(self, frame: Frame, failure: Failure) -> None:
        self.failure = failure


class Bench:
    """One state, entered with its input.

    Attributes:
        frame: where it stands.
    """

    def __init__(
        self, state: State, test: StateTest, account: str, region: str, now: float, see: Inspect
    ) -> None:
        self.state = state
        standings = Standings(Branch(state.name, {state.name: state}))
        execution = _execution(test, account, region, now)
        self.turn = _SeenTurn(execution, standings, now, test, see)
        self.turn.emit("ExecutionStarted", None, {"input": test.input})
        self.frame = standings.root
        self.frame.variables = dict(test.variables or {})
        self._retries = dict.fromkeys(range(len(getattr(state, "retry", ()))), test.retries)

    def enter(self, work: Callable[[Turn, Frame], None] | None = None) -> None:
        """Enter the state, and do its work, or ``work`` in its stead."""
        details = {"name": self.state.name, "input": "{}"}
        self.turn.emit(f"{self.state.type}StateEntered", self.frame, details)
        self.frame.retries = dict(self._retries)
        failing.guarded(self.turn, self.frame, work or steps.WORK[self.state.type])

    def hear(self, message: Message, now: float | None = None) -> None:
        """Have the state hear of something."""
        self.turn.now = self.turn.now if now is None else now
        steps.hear(self.turn, message)

    @property
    def failure(self) -> Failure | None:
        """Why the state failed, whatever became of that."""
        return self.turn.failure

    @property
    def retrying(self) -> int | None:
        """The Retrier that tries again."""
        if not self.frame.retrying:
            return None
        used = self.frame.retries
        return next(n for n in used if used[n] > self._retries.get(n, 0))

    @property
    def left(self) -> bool:
        """The state was left, for another or for its end."""
        return self.frame.standing in (Standing.READY, Standing.ENDED)

    @property
    def following(self) -> str | None:
        """The state that it was left for."""
        return self.frame.at if self.frame.standing is Standing.READY else None

    @property
    def output(self) -> str:
        exited = next(e for e in self.turn.events if e.type.endswith("StateExited"))
        return str(exited.details["output"])

    def handler(self, clauses: str) -> int | None:
        """The number of the Retrier (``retry``) or Catcher (``catch``) that is about the failure."""
        if self.failure is None:
            return None
        for number, clause in enumerate(getattr(self.state, clauses, ())):
            if failing.named(self.failure, clause.error_equals, self.frame):
                return number
        return None


def _execution(test: StateTest, account: str, region: str, now: float) -> Execution:
    """The one in which AWS evaluates a state that is tested."""
    machine, name = str(uuid.uuid4()), str(uuid.uuid4())
    base = f"arn:aws:states:{region}:{account}"
    return Execution(
        f"{base}:express:{machine}:{name}",
        name,
        f"{base}:stateMachine:{machine}",
        test.role_arn or "",
        "{}",
        test.input,
        now,
        type=EXPRESS,
    )
