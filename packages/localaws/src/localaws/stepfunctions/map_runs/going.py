"""A map run that is going on: its children are started, counted as they end, and its end is reported.

It hears of its children's ends in a line, and takes turns in a thread of map runs; a turn keeps what it
learned before it starts more. Nothing waits for a child.
"""

from __future__ import annotations

import logging
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from localaws.stepfunctions.evaluation.failure import RUNTIME, EvaluationFailure
from localaws.stepfunctions.execution import ABORTED, FAILED, PENDING_REDRIVE, RUNNING, Execution
from localaws.stepfunctions.map_runs import executions, preparing, tolerance, writing
from localaws.stepfunctions.map_runs.ending import end
from localaws.stepfunctions.map_runs.line import Heard, Line
from localaws.stepfunctions.map_runs.order import How, MapRunOrder
from localaws.stepfunctions.map_runs.reading import item
from localaws.stepfunctions.map_runs.reading.item import Unreadable
from localaws.stepfunctions.map_runs.record import PENDING, Child, MapRun
from localaws.stepfunctions.map_runs.taking_up import take_up
from localaws.stepfunctions.map_runs.tally import Tally
from localaws.stepfunctions.map_runs.world import World
from localaws.stepfunctions.map_runs.writing import Unwritable
from localaws.stepfunctions.tasks.task import Ended, Failed

log = logging.getLogger(__name__)
MOST_AT_ONCE = 10_000
"""Children that AWS runs at once at most, and without a MaxConcurrency (Step Functions quotas)."""
_PAGE = 1000
_STARTED_AT_ONCE = 200
"""Children that one turn starts, so that the ends of others are heard meanwhile."""


class Going:
    """One map run. ``over`` is called with its end: None where nobody waits for it."""

    def __init__(
        self, order: MapRunOrder, world: World, over: Callable[[Going, Ended | None], None]
    ) -> None:
        self._order, self._world, self._over = order, world, over
        run = world.store.run(order.arn) or preparing.new_run(order, world.clock.seconds())
        self._tally = Tally(run, world.store)
        self._line = Line(world.do, self._turn)
        self._running: dict[int, Child] = {}
        self._waiting: deque[Child] = deque()
        self._read_up_to = -1
        self._failure: Failed | None = None
        self._aborted = False
        self._done = False

    @property
    def run(self) -> MapRun:
        return self._tally.run

    def begin(self) -> None:
        """Read the dataset and start children, or go on with those that there are."""
        self._line.add(self._begin)

    def stop(self) -> None:
        """The state that it belongs to is over: end its children, report nothing."""
        self._aborted = True
        self._line.add(self._stop_children)

    def change(self, changed: Callable[[], object], **limits: float) -> None:
        """Change ``max_concurrency``, ``tolerated_count`` or ``tolerated_percentage``."""

        def change() -> None:
            self._tally.set(**limits)
            changed()

        self._line.add(change)

    def _turn(self, heard: Sequence[Heard]) -> bool:
        try:
            for each in heard:
                if not self._done:
                    each()
            return not self._done and self._go_on()
        except Exception:
            request = uuid.uuid4()
            log.exception("%s failed within the service, request %s", self.run.arn, request)
            self._break_off(request)
            return False

    def _begin(self) -> None:
        try:
            if self.run.complete:
                self._tally.begin(**self._anew())
                for child in take_up(self._tally, self._order, self._world):
                    self._running[child.number] = child
                    self._follow(child)
            else:
                self._tally.begin(**self._anew())
                preparing.prepare(self._tally, self._order, self._world, lambda: self._aborted)
        except Unreadable as problem:
            self._fail(item.ERROR, str(problem))
        except Unwritable as problem:
            self._fail(writing.ERROR, str(problem))
        except EvaluationFailure as failure:
            self._fail(failure.error, failure.cause)

    def _anew(self) -> dict[str, Any]:
        """What a map run that begins or goes on is."""
        anew: dict[str, Any] = {"status": RUNNING, "stopped": None, "error": None, "cause": None}
        if self._order.how is How.REDRIVE:
            anew["redrive_count"] = self.run.redrive_count + 1
            anew["redriven"] = self._world.clock.seconds()
        return anew

    def _go_on(self) -> bool:
        """Keep what changed, start as many children as may run; whether more can be started at once."""
        if not self._is_broken and tolerance.exceeded(self.run):
            self._fail(tolerance.ERROR, tolerance.CAUSE)
        self._tally.keep()
        more = not self._is_broken and self._start_some()
        if self._running or not self._line.is_empty:
            return more
        if self._is_broken or self._nothing_waits():
            self._end()
            return False
        return more

    @property
    def _is_broken(self) -> bool:
        """Whether no more children are to be started."""
        return self._aborted or self._failure is not None

    def _start_some(self) -> bool:
        most = min(self.run.max_concurrency or MOST_AT_ONCE, MOST_AT_ONCE)
        room = most - len(self._running)
        started = 0
        while started < min(room, _STARTED_AT_ONCE) and not self._nothing_waits():
            self._start(self._waiting.popleft())
            started += 1
        self._tally.keep()
        return started == _STARTED_AT_ONCE < room

    def _nothing_waits(self) -> bool:
        while not self._waiting:
            page = self._world.store.children(self.run.arn, self._read_up_to, _PAGE)
            if not page:
                return True
            self._read_up_to = page[-1].number
            self._waiting.extend(
                child
                for child in page
                if child.status in (PENDING, PENDING_REDRIVE) and child.number not in self._running
            )
        return False

    def _start(self, child: Child) -> None:
        state, world = self._order.state, self._world
        self._tally.count(child.status, RUNNING, child.items)
        child = replace(child, status=RUNNING, redrive=self.run.redrive_count)
        self._running[child.number] = child
        earlier = child.execution and world.execution(executions.arn(self.run, state, child))
        if earlier is not None:
            world.children.redrive(earlier)
            self._follow(child)
            return
        parent, now = self._order.execution, world.clock.seconds()
        execution = executions.execution(self.run, state, parent, child, now)
        world.children.start(execution, lambda ended: self._hear(child.number, ended))

    def _follow(self, child: Child) -> None:
        """Hear of the end of an execution that runs, or has ended by now."""
        arn, number = executions.arn(self.run, self._order.state, child), child.number
        if not self._world.children.when_ended(arn, lambda ended: self._hear(number, ended)):
            execution = self._world.execution(arn)
            assert execution is not None
            self._hear(number, execution)

    def _hear(self, number: int, execution: Execution) -> None:
        self._line.add(lambda: self._ended(number, execution))

    def _ended(self, number: int, execution: Execution) -> None:
        child = self._running.pop(number, None)
        if child is not None:
            self._tally.count(RUNNING, execution.status, child.items)
            self._tally.change(child.ended(execution))

    def _fail(self, error: str, cause: str) -> None:
        self._failure = Failed(error, cause)
        self._stop_children()

    def _stop_children(self) -> None:
        """Ask every child to end that can be asked: EXPRESS children go on to their own end."""
        if self._order.state.express_children:
            return
        for child in list(self._running.values()):
            arn = executions.arn(self.run, self._order.state, child)
            self._world.children.abort(arn)

    def _end(self) -> None:
        self._done = True
        if self._aborted:
            self._tally.set(status=ABORTED, stopped=self._world.clock.seconds())
            self._over(self, None)
        else:
            self._over(self, end(self._tally, self._order, self._world, self._failure))

    def _break_off(self, request: uuid.UUID) -> None:
        """A fault of ours must not leave a state waiting for ever."""
        self._done = True
        cause = f"An internal error occurred while running the map run. Request ID: {request}"
        self._over(self, Failed(RUNTIME, cause))
        stopped = self._world.clock.seconds()
        self._tally.set(status=FAILED, stopped=stopped, error=RUNTIME, cause=cause)
