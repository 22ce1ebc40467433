"""The engine's face: executions are started, stopped, redriven and taken up again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from localaws.clock import Clock, Timer
from localaws.stepfunctions.engine import effect, fault
from localaws.stepfunctions.engine.callers import Callers
from localaws.stepfunctions.engine.definitions import branch_of, parsed
from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.engine.journal import Journal
from localaws.stepfunctions.engine.live import Live
from localaws.stepfunctions.engine.message import (
    Due,
    GoOn,
    Heartbeat,
    MapRunEnded,
    StopExecution,
    TakenByWorker,
    TaskEnded,
)
from localaws.stepfunctions.engine.tokens import Poll, Reply, TaskOver, Tokens
from localaws.stepfunctions.engine.workers import Workers
from localaws.stepfunctions.execution import EXPRESS, RUNNING, Execution
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.map_runs.order import MapRunOrder, MapRuns
from localaws.stepfunctions.tasks.task import Failed, Integrations, Order, Succeeded

EXPRESS_SECONDS = 300
_LATER = 1.0
"""Seconds until a turn that could not be written is tried again."""
WORKERS = 2
Ended = Callable[[Execution], None]


class Observer(Protocol):
    def happened(self, execution: Execution, events: Sequence[Event]) -> None:
        """Events were kept; ``execution`` is as it is since. Called in a worker: be short."""


class Engine:
    """Everything of it may be called from many threads.

    Args:
        journals: where an execution's events are kept.
        is_mocked: whether integrations answer for an activity's task, so that no worker is asked.
    """

    def __init__(
        self,
        journals: Callable[[Execution], Journal],
        clock: Clock,
        integrations: Integrations,
        map_runs: MapRuns,
        workers: int = WORKERS,
        is_mocked: Callable[[Execution, str], bool] = lambda _execution, _state: False,
    ) -> None:
        self.observers: list[Observer] = []
        self._journals = journals
        self._clock = clock
        self._map_runs = map_runs
        self._is_mocked = is_mocked
        self._tokens = Tokens()
        self._workers = Workers(workers, "states")
        self._callers = Callers(integrations)
        self._live: dict[str, Live] = {}
        self._timers: dict[str, dict[int | None, Timer]] = {}
        self._listeners: dict[str, list[Ended]] = {}
        self._lock = threading.Lock()

    def start(self, execution: Execution, ended: Ended | None = None) -> None:
        """Keep the execution and let it go; ``ended`` is called once it has ended."""
        live = self._admit(execution, ended)
        try:
            live.begin()
        except BaseException:
            self._forget(live)
            raise
        self._limit(live)
        live.tell(GoOn())

    def stop(self, arn: str, error: str | None, cause: str | None) -> float | None:
        """End an execution; when it ended. None: it does not run.

        What it waited for is asked to end too.
        """
        live = self._live.get(arn)
        if live is None:
            return None
        stopped = threading.Event()
        live.tell(StopExecution(error, cause), lambda _: stopped.set())
        stopped.wait()
        return live.execution.stopped

    def abort(self, arn: str) -> None:
        """End an execution soon, and wait for nothing."""
        live = self._live.get(arn)
        if live is not None:
            live.tell(StopExecution(None, None))

    def redrive(self, execution: Execution) -> float:
        """Go on with an execution where it failed; when that was. The caller has seen that it may."""
        live = self._admit(execution, None)
        live.read()
        live.redrive()
        self._limit(live)
        live.tell(GoOn())
        return live.execution.redriven or self.now()

    def resume(self, executions: Sequence[Execution]) -> None:
        """Take up executions that were running when the server ended."""
        for live in [each for each in map(self._read, executions) if each is not None]:
            self._limit(live)
            live.take_up()
            live.tell(GoOn())

    def when_ended(self, arn: str, call: Ended) -> bool:
        """Have ``call`` called once a running execution has ended; False: it does not run."""
        with self._lock:
            if arn not in self._live:
                return False
            self._listeners.setdefault(arn, []).append(call)
            return True

    def task_success(self, token: str, output: str) -> None:
        """A task has succeeded, says whoever has its token.

        Raises:
            UnknownToken, TaskOver: the token is of no use.
            NoJson: the output is no JSON.
        """
        self._task_ended(token, Succeeded(json_text.read(output)))

    def task_failure(self, token: str, error: str | None, cause: str | None) -> None:
        """A task has failed, says whoever has its token."""
        self._task_ended(token, Failed(error, cause))

    def task_heartbeat(self, token: str) -> None:
        """A task is still being worked on, says whoever has its token."""
        self._of_token(token).tell(Heartbeat(token, self.now()))

    def activity_task(self, activity_arn: str, worker: str | None, reply: Reply) -> Poll:
        """Let a worker have the next task: ``reply`` is called with it, perhaps at once."""
        poll = Poll(worker, reply)
        taken = self._tokens.take(activity_arn, poll)
        if taken is not None:
            self._hand_out(poll, *taken)
        return poll

    def give_up(self, poll: Poll) -> None:
        """A worker has waited long enough: it has no task, unless it has one by now."""
        if self._tokens.give_up(poll):
            poll.reply(None, None)

    def close(self) -> None:
        """Begin nothing more. What runs stays as it is in its journal."""
        self._workers.close()
        self._callers.close()

    # As an execution's world:

    def now(self) -> float:
        return self._clock.seconds()

    def schedule(self, turn: Callable[[], None]) -> None:
        self._workers.do(turn)

    def schedule_later(self, turn: Callable[[], None]) -> None:
        self._clock.after(_LATER, lambda: self.schedule(turn))

    def committed(
        self, live: Live, events: Sequence[Event], effects: Sequence[effect.Effect]
    ) -> None:
        for observer in self.observers:
            fault.attempt(observer.happened, live.execution, events)
        for each in effects:
            fault.attempt(self._carry_out, live, each)
        if live.execution.status != RUNNING:
            self._let_go(live)

    def _carry_out(self, live: Live, wanted: effect.Effect) -> None:
        match wanted:
            case effect.Timer(frame, moment):
                self._at(live, frame, moment)
            case effect.Call(order):
                self._tokens.add(order.token, live.execution.arn)
                self._callers.call(order, live.tell)
            case effect.Watch(order, response):
                self._callers.watch(order, response, live.tell)
            case effect.Stop(order, response):
                self._callers.stop(order, response)
            case effect.Offer(activity_arn, order):
                self._tokens.add(order.token, live.execution.arn)
                if self._is_mocked(live.execution, order.state):
                    self._callers.call(order, live.tell)
                else:
                    self._offer(activity_arn, order)
            case effect.Withdraw(token):
                self._tokens.drop(token)
            case effect.StartMapRun():
                self._start_map_run(live, wanted)
            case effect.StopMapRun(arn):
                self._map_runs.stop(arn)

    def _offer(self, activity_arn: str, order: Order) -> None:
        given = json_text.write(order.arguments)
        taken = self._tokens.offer(activity_arn, order.token, given)
        if taken is not None:
            self._hand_out(taken[0], order.token, given)

    def _start_map_run(self, live: Live, wanted: effect.StartMapRun) -> None:
        order = MapRunOrder(
            wanted.arn, live.execution, wanted.state, wanted.items, wanted.scope, wanted.how
        )
        self._callers.do(
            lambda: self._map_runs.start(
                order, lambda ended: live.tell(MapRunEnded(wanted.arn, ended))
            )
        )

    def _hand_out(self, poll: Poll, token: str, given: str) -> None:
        try:
            live = self._of_token(token)
        except TaskOver:
            poll.reply(None, None)  # its execution ended at this very moment
            return
        live.tell(TakenByWorker(token, poll.worker), lambda _: poll.reply(token, given))

    def _task_ended(self, token: str, ended: Succeeded | Failed) -> None:
        live = self._of_token(token)
        self._tokens.drop(token)
        live.tell(TaskEnded(token, ended))

    def _read(self, execution: Execution) -> Live | None:
        """An execution where its journal leaves it; None: it cannot be read, and is over."""
        try:
            live = self._admit(execution, None)
            live.read()
        except Exception:  # noqa: BLE001 - the execution's failure, and logged there
            with self._lock:
                self._live.pop(execution.arn, None)
            fault.end_unreadable(execution, self._journals(execution), self.now())
            return None
        for token in live.standings.tasks:
            self._tokens.add(token, execution.arn)
        return live

    def _of_token(self, token: str) -> Live:
        live = self._live.get(self._tokens.execution(token))
        if live is None:
            raise TaskOver(token)
        return live

    def _admit(self, execution: Execution, ended: Ended | None) -> Live:
        live = Live(execution, branch_of(execution), self._journals(execution), self)
        with self._lock:
            self._live[execution.arn] = live
            if ended is not None:
                self._listeners.setdefault(execution.arn, []).append(ended)
        return live

    def _let_go(self, live: Live) -> None:
        for listener in self._forget(live):
            fault.attempt(listener, live.execution)

    def _forget(self, live: Live) -> list[Ended]:
        """Have nothing left of an execution; who was to be told of its end."""
        arn = live.execution.arn
        with self._lock:
            self._live.pop(arn, None)
            listeners = self._listeners.pop(arn, [])
            timers = self._timers.pop(arn, {})
        for timer in timers.values():
            timer.cancel()
        for token in live.standings.tasks:
            self._tokens.drop(token)
        return listeners

    def _limit(self, live: Live) -> None:
        """The execution's own timeout."""
        execution = live.execution
        limits = [parsed(execution.definition).timeout_seconds] if not execution.processor else []
        if execution.type == EXPRESS:
            limits.append(EXPRESS_SECONDS)
        seconds = min((each for each in limits if each is not None), default=None)
        if seconds is not None:
            self._at(live, None, (execution.redriven or execution.started) + seconds)

    def _at(self, live: Live, frame: int | None, moment: float) -> None:
        timer = self._clock.at(moment, lambda: live.tell(Due(frame)))
        with self._lock:
            timers = self._timers.setdefault(live.execution.arn, {})
            earlier = timers.get(frame)
            timers[frame] = timer
        if earlier is not None:
            earlier.cancel()
