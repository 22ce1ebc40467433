"""An execution that is going on: what it hears waits in line, and each turn is kept before it is seen.

A turn takes in what was heard, decides, has its events kept, and only then has its effects carried out.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from localaws.stepfunctions.engine import fault, fold, steps
from localaws.stepfunctions.engine.effect import Effect
from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.engine.frame import Standings
from localaws.stepfunctions.engine.journal import Journal
from localaws.stepfunctions.engine.message import GoOn, Message, Redrive
from localaws.stepfunctions.engine.turn import Turn
from localaws.stepfunctions.evaluation.failure import RUNTIME
from localaws.stepfunctions.execution import FAILED, RUNNING, Execution
from localaws.stepfunctions.language.branch import Branch

log = logging.getLogger(__name__)
_HEARD_AT_ONCE = 100
_line = threading.Lock()  # held for moments only, so one is enough for all executions
Done = Callable[[Execution], None]


class World(Protocol):
    """What surrounds an execution."""

    def now(self) -> float: ...

    def schedule(self, turn: Callable[[], None]) -> None:
        """Give the execution a turn as soon as a worker is free."""

    def schedule_later(self, turn: Callable[[], None]) -> None:
        """The same in a moment: what it needs is not to be had now."""

    def committed(self, live: Live, events: Sequence[Event], effects: Sequence[Effect]) -> None:
        """A turn was kept: carry out what it wants, tell who listens."""


@dataclass(frozen=True, slots=True)
class _Decided:
    """A turn that is to be written; ``done`` are called then, and whether there is ``more`` to do."""

    turn: Turn
    more: bool
    done: list[Done]


class Live:
    """One execution."""

    __slots__ = ("_busy", "_heard", "_unwritten", "_world", "execution", "journal", "standings")

    def __init__(
        self, execution: Execution, branch: Branch, journal: Journal, world: World
    ) -> None:
        self.execution = execution
        self.journal = journal
        self.standings = Standings(branch)
        self._world = world
        self._heard: deque[tuple[Message, Done | None]] = deque()
        self._busy = False
        self._unwritten: _Decided | None = None

    def begin(self) -> None:
        """Keep the execution with its first event."""
        turn = self._new_turn()
        execution = self.execution
        turn.emit(
            "ExecutionStarted",
            None,
            {"input": execution.input, "roleArn": execution.role_arn}
            | ({"stateMachineVersionArn": execution.version_arn} if execution.version_arn else {})
            | ({"stateMachineAliasArn": execution.alias_arn} if execution.alias_arn else {}),
            item=execution.item,
        )
        self.journal.open(execution, turn.events)
        self._world.committed(self, turn.events, ())

    def read(self) -> None:
        """Stand where the kept events leave it."""
        for event in self.journal.events(self.execution.arn):
            fold.apply(self.standings, event)

    def take_up(self) -> None:
        """Go on after the server was started again."""
        turn = self._new_turn()
        steps.take_up(turn)
        self._keep(turn)

    def redrive(self) -> None:
        """Go on where it failed. The caller has seen that it may."""
        turn = self._new_turn()
        turn.execution = replace(
            self.execution,
            status=RUNNING,
            stopped=None,
            error=None,
            cause=None,
            redrive_count=self.execution.redrive_count + 1,
            redriven=turn.now,
        )
        steps.hear(turn, Redrive())
        self._keep(turn)

    def tell(self, message: Message, done: Done | None = None) -> None:
        """Have it hear of something; ``done`` is called once that is kept."""
        with _line:
            self._heard.append((message, done))
            if self._busy:
                return
            self._busy = True
        self._world.schedule(self._take_turn)

    def _take_turn(self) -> None:
        decided = self._unwritten or self._decide()
        try:
            self._commit(decided.turn)
        except Exception:
            log.exception("the events of %s cannot be written, tried again", self.execution.arn)
            self._unwritten = decided
            self._world.schedule_later(self._take_turn)
            return
        self._unwritten = None
        self._world.committed(self, decided.turn.events, decided.turn.effects)
        for done in decided.done:
            done(self.execution)
        with _line:
            if decided.more:
                self._heard.append((GoOn(), None))
            if not self._heard:
                self._busy = False
                return
        self._world.schedule(self._take_turn)

    def _decide(self) -> _Decided:
        with _line:
            heard = [self._heard.popleft() for _ in range(min(len(self._heard), _HEARD_AT_ONCE))]
        turn = self._new_turn()
        more = False
        try:
            for message, _ in heard:
                steps.hear(turn, message)
            more = steps.go(turn)
        except Exception:  # noqa: BLE001 - the execution's failure, and logged there
            self._break_off(turn)
        return _Decided(turn, more, [done for _, done in heard if done is not None])

    def _new_turn(self) -> Turn:
        return Turn(self.execution, self.standings, self._world.now())

    def _keep(self, turn: Turn) -> None:
        self._commit(turn)
        self._world.committed(self, turn.events, turn.effects)

    def _commit(self, turn: Turn) -> None:
        changed = turn.execution if turn.execution is not self.execution else None
        if turn.events:
            self.journal.append(self.execution.arn, turn.events, changed)
        self.execution = turn.execution

    def _break_off(self, turn: Turn) -> None:
        """A fault of ours must not leave an execution running for ever."""
        cause = fault.logged(self.execution.arn)
        turn.effects.clear()
        turn.emit("ExecutionFailed", None, {"error": RUNTIME, "cause": cause})
        turn.end(FAILED, error=RUNTIME, cause=cause)
