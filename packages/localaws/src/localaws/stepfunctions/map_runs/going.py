"""A map run that is going on: its children are started, counted as they end, and its end is reported.

It hears of its children's ends in a line, and takes turns in a thread of map runs; a turn keeps what it
learned before it starts more. Nothing waits for a child.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from localaws.stepfunctions.evaluation.failure import RUNTIME, EvaluationFailure
from localaws.stepfunctions.execution import (
    ABORTED,
    FAILED,
    PENDING_REDRIVE,
    RUNNING,
    SUCCEEDED,
    Execution,
)
from localaws.stepfunctions.map_runs import executions, preparing, results, tolerance, writing
from localaws.stepfunctions.map_runs.kept import every_child
from localaws.stepfunctions.map_runs.order import How, MapRunOrder
from localaws.stepfunctions.map_runs.reading.item import Unreadable
from localaws.stepfunctions.map_runs.record import PENDING, UNSUCCESSFUL, Child, Counts
from localaws.stepfunctions.map_runs.world import World
from localaws.stepfunctions.map_runs.writing import Unwritable
from localaws.stepfunctions.tasks.task import Ended, Failed, Succeeded

log = logging.getLogger(__name__)
MOST_AT_ONCE = 10_000
"""Children that AWS runs at once at most, and without a MaxConcurrency (Step Functions quotas)."""
READER_FAILED = "States.ItemReaderFailed"
_PAGE = 1000
_HEARD_AT_ONCE = 1000
_STARTED_AT_ONCE = 200
"""Children that one turn starts, so that the ends of others are heard meanwhile."""

Heard = Callable[[], None]


class Going:
    """One map run. ``over`` is called with its end: None where nobody waits for it."""

    def __init__(
        self, order: MapRunOrder, world: World, over: Callable[[Going, Ended | None], None]
    ) -> None:
        self._order, self._world, self._over = order, world, over
        self.run = world.kept.run(order.arn) or preparing.new_run(order, world.clock.seconds())
        self._line = threading.Lock()
        self._heard: deque[Heard] = deque([self._begin])
        self._busy = False
        self._running: dict[int, Child] = {}
        self._waiting: deque[Child] = deque()
        self._read_up_to = -1
        self._changed: list[Child] = []
        self._failure: Failed | None = None
        self._aborted = False
        self._done = False

    def tell(self, heard: Heard) -> None:
        """Have something done in the next turn."""
        with self._line:
            self._heard.append(heard)
        self.wake()

    def wake(self) -> None:
        """Take a turn as soon as there is a thread for it."""
        with self._line:
            if self._busy:
                return
            self._busy = True
        self._world.do(self._turn)

    def stop(self) -> None:
        """The state that it belongs to is over: end its children, report nothing."""
        self._aborted = True
        self.tell(self._stop_children)

    def change(self, changed: Callable[[], object], **limits: int | float) -> None:
        """Change ``max_concurrency``, ``tolerated_count`` or ``tolerated_percentage``."""

        def change() -> None:
            self._set(**limits)
            changed()

        self.tell(change)

    def _turn(self) -> None:
        with self._line:
            heard = [self._heard.popleft() for _ in range(min(len(self._heard), _HEARD_AT_ONCE))]
        more = False
        try:
            for each in heard:
                if not self._done:
                    each()
            more = not self._done and self._go_on()
        except Exception:
            request = uuid.uuid4()
            log.exception("%s failed within the service, request %s", self.run.arn, request)
            self._break_off(request)
        with self._line:
            self._busy = (more or bool(self._heard)) and not self._done
            again = self._busy
        if again:
            self._world.do(self._turn)

    # Beginning

    def _begin(self) -> None:
        try:
            if not self.run.complete:
                self._prepare()
            else:
                self._take_up()
        except Unreadable as problem:
            self._fail(READER_FAILED, str(problem))
        except Unwritable as problem:
            self._fail(writing.ERROR, str(problem))
        except EvaluationFailure as failure:
            self._fail(failure.error, failure.cause)

    def _prepare(self) -> None:
        """Keep the map run with all its children."""
        kept, order = self._world.kept, self._order
        kept.clear_children(self.run.arn)
        self._set(items=Counts(), executions=Counts(), **self._anew())
        self.run = preparing.with_settings(self.run, order)
        writer = preparing.writing(self.run, order, self._world.s3)
        if writer is not None:
            writer.check()
        found = preparing.children(order, self._world.s3)
        while not self._aborted and (page := list(islice(found, _PAGE))):
            kept.put_children(self.run.arn, page)
            for child in page:
                self._count(None, PENDING, child.items)
            kept.put_run(self.run)
        if not self._aborted:
            self._set(complete=True)

    def _take_up(self) -> None:
        """Go on with children that are kept: after a restart, or for a redrive."""
        again = self._order.how is How.REDRIVE
        self._set(items=Counts(), executions=Counts(), **self._anew())
        for child in every_child(self._world.kept, self.run.arn):
            if again and child.status in UNSUCCESSFUL:
                child = replace(child, status=PENDING_REDRIVE, redrive=self.run.redrive_count)
                self._changed.append(child)
            elif not again and child.status in (PENDING, PENDING_REDRIVE):
                child = self._found(child)
            self._count(None, child.status, child.items)
            if len(self._changed) >= _PAGE:
                self._keep()

    def _anew(self) -> dict[str, object]:
        """What a map run that begins or goes on is."""
        anew: dict[str, object] = {
            "status": RUNNING,
            "stopped": None,
            "error": None,
            "cause": None,
        }
        if self._order.how is How.REDRIVE:
            anew["redrive_count"] = self.run.redrive_count + 1
            anew["redriven"] = self._world.clock.seconds()
        return anew

    def _found(self, child: Child) -> Child:
        """What became of a child that was perhaps started before the restart."""
        child = replace(child, redrive=self.run.redrive_count)
        arn = executions.arn(self.run, self._order.state, child)
        execution = self._world.execution(arn)
        earlier = child.execution
        if execution is None or (
            earlier is not None and earlier.redrive_count == execution.redrive_count
        ):
            return child
        if execution.status == RUNNING:
            running = replace(child, status=RUNNING)
            self._running[child.number] = running
            self._follow(arn, child.number)
            return running
        ended = child.ended(execution)
        self._changed.append(ended)
        return ended

    # Children

    def _go_on(self) -> bool:
        """Keep what changed, start as many children as may run; whether more can be started at once."""
        if not self._is_broken and tolerance.exceeded(self.run):
            self._fail(tolerance.ERROR, tolerance.CAUSE)
        self._keep()
        more = False
        if not self._is_broken:
            most = min(self.run.max_concurrency or MOST_AT_ONCE, MOST_AT_ONCE)
            room = most - len(self._running)
            for _ in range(min(room, _STARTED_AT_ONCE)):
                child = self._next()
                if child is None:
                    break
                self._start(child)
            else:
                more = room > _STARTED_AT_ONCE
            self._world.kept.put_run(self.run)
        if not self._running and not self._heard and (self._is_broken or self._next_is_none()):
            self._end()
        return more

    @property
    def _is_broken(self) -> bool:
        """Whether no more children are to be started."""
        return self._aborted or self._failure is not None

    def _next(self) -> Child | None:
        while not self._waiting:
            page = self._world.kept.children(self.run.arn, self._read_up_to, _PAGE)
            if not page:
                return None
            self._read_up_to = page[-1].number
            self._waiting.extend(
                child
                for child in page
                if child.status in (PENDING, PENDING_REDRIVE) and child.number not in self._running
            )
        return self._waiting.popleft()

    def _next_is_none(self) -> bool:
        child = self._next()
        if child is not None:
            self._waiting.appendleft(child)
        return child is None

    def _start(self, child: Child) -> None:
        number, state = child.number, self._order.state
        self._count(child.status, RUNNING, child.items)
        child = replace(child, status=RUNNING, redrive=self.run.redrive_count)
        self._running[number] = child
        arn = executions.arn(self.run, state, child)
        earlier = child.execution and self._world.execution(arn)
        if earlier is None:
            parent, now = self._order.execution, self._world.clock.seconds()
            execution = executions.execution(self.run, state, parent, child, now)
            self._world.children.start(execution, lambda ended: self._hear(number, ended))
        else:
            self._world.children.redrive(earlier)
            self._follow(arn, number)

    def _follow(self, arn: str, number: int) -> None:
        """Hear of the end of an execution that runs, or has ended by now."""
        if not self._world.children.when_ended(arn, lambda ended: self._hear(number, ended)):
            execution = self._world.execution(arn)
            assert execution is not None
            self._hear(number, execution)

    def _hear(self, number: int, execution: Execution) -> None:
        self.tell(lambda: self._ended(number, execution))

    def _ended(self, number: int, execution: Execution) -> None:
        child = self._running.pop(number, None)
        if child is None:
            return
        self._changed.append(child.ended(execution))
        self._count(RUNNING, execution.status, child.items)

    def _stop_children(self) -> None:
        """Ask every child to end that can be asked: EXPRESS children go on to their own end."""
        if self._order.state.express_children:
            return
        for child in list(self._running.values()):
            arn = executions.arn(self.run, self._order.state, child)
            self._world.children.stop(arn, None, None)

    # Ending

    def _fail(self, error: str, cause: str) -> None:
        self._failure = Failed(error, cause)
        self._stop_children()

    def _end(self) -> None:
        self._done = True
        if self._aborted:
            self._close(ABORTED)
            self._over(self, None)
            return
        ended = self._result()
        if isinstance(ended, Succeeded):
            self._close(SUCCEEDED)
        else:
            self._close(FAILED, error=ended.error, cause=ended.cause)
        self._over(self, ended)

    def _close(self, status: str, **members: object) -> None:
        self._set(status=status, stopped=self._world.clock.seconds(), **members)

    def _result(self) -> Ended:
        """The state's result; a failure of before is not hidden by one to write what there is."""
        failure = self._failure
        if failure is not None and failure.error != tolerance.ERROR:
            return failure
        try:
            result = self._write()
        except Unwritable as problem:
            return failure or Failed(writing.ERROR, str(problem))
        except EvaluationFailure as problem:
            return failure or Failed(problem.error, problem.cause)
        return failure or Succeeded(result)

    def _write(self) -> object:
        """The state's result, which may lie in S3."""
        children = every_child(self._world.kept, self.run.arn)
        writer = preparing.writing(self.run, self._order, self._world.s3)
        if writer is None:
            broken = self._failure is not None
            result: object = None if broken else results.collected(children, self._order.state)
            files = self.run.files
        else:
            result, written = writer.write(children)
            files = (*self.run.files, *written)
        self._set(
            items=replace(self.run.items, results_written=self.run.items.total),
            executions=replace(self.run.executions, results_written=self.run.executions.total),
            files=files,
        )
        return result

    def _break_off(self, request: uuid.UUID) -> None:
        """A fault of ours must not leave a state waiting for ever."""
        self._done = True
        cause = f"An internal error occurred while running the map run. Request ID: {request}"
        self._over(self, Failed(RUNTIME, cause))

    # The record

    def _count(self, before: str | None, after: str, items: int) -> None:
        run = self.run
        self.run = replace(
            run,
            items=run.items.moved(before, after, items),
            executions=run.executions.moved(before, after, 1),
        )

    def _set(self, **members: object) -> None:
        self.run = replace(self.run, **members)  # type: ignore[arg-type]
        self._world.kept.put_run(self.run)

    def _keep(self) -> None:
        if self._changed:
            self._world.kept.put_children(self.run.arn, self._changed)
            self._changed = []
        self._world.kept.put_run(self.run)
