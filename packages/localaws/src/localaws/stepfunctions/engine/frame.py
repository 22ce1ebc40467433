"""Where an execution stands: a tree of frames, one for each graph of states that is being run.

Frames are the fold of the events (``fold``) and nothing else changes them, so that an execution which is
read from its journal stands where it stood.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from localaws.stepfunctions.language.branch import Branch
from localaws.stepfunctions.language.state import State


class Standing(Enum):
    """What a frame is about to do, or waits for."""

    READY = auto()  # to enter ``at`` with ``input``
    ENTERED = auto()  # within a turn only
    WAITING = auto()  # until ``wake``, then it goes on (Wait) or tries again (a Retry)
    TASK = auto()  # for ``task``
    CHILDREN = auto()  # for ``children``
    MAP_RUN = auto()  # for the map run ``map_run``
    ENDED = auto()  # with ``output``
    FAILED = auto()  # with ``failure``, or because what it is part of failed


@dataclass(frozen=True, slots=True)
class Failure:
    """``also``: the names by which Retry and Catch may call it besides ``error``."""

    error: str | None
    cause: str | None
    also: tuple[str, ...] = ()


@dataclass(slots=True)
class PendingTask:
    """An attempt of a Task state. ``response`` is what its request gave, once that is ``submitted``.

    ``deadline`` and ``beaten`` (when it was heard of last) are moments, ``heartbeat`` is in seconds.
    """

    token: str
    arguments: Any
    credentials: Mapping[str, Any] | None
    deadline: float | None
    heartbeat: float | None
    beaten: float
    submitted: bool = False
    response: Any = None


@dataclass(slots=True, eq=False)
class Frame:
    """One run of a branch.

    Attributes:
        index: of a branch in its Parallel state, of an iteration in its Map state.
        at: the state that it is in, or about to enter.
        input: of that state.
        entered, entered_at: the event that entered the state, and its time.
        before: the last event before that one.
        last: the last event of the frame.
        follows: of a Map state, the event that its next iteration follows.
        retries: how often each Retrier of the state was used.
        item: of an iteration, ``$$.Map.Item``.
        items, results, ahead: of a Parallel or Map state: what it runs for (of Map), what came of it, and
            the index of the next iteration to start.
    """

    id: int
    parent: Frame | None
    branch: Branch
    index: int
    at: str
    input: Any
    variables: dict[str, Any]
    last: int
    follows: int = 0
    standing: Standing = Standing.READY
    entered: int = 0
    entered_at: float = 0.0
    before: int = 0
    retries: dict[int, int] = field(default_factory=dict)
    wake: float | None = None
    retrying: bool = False
    task: PendingTask | None = None
    item: dict[str, Any] | None = None
    children: dict[int, Frame] = field(default_factory=dict)
    items: list[Any] | None = None
    results: list[Any] = field(default_factory=list)
    ahead: int = 0
    map_run: str | None = None
    output: Any = None
    failure: Failure | None = None

    @property
    def state(self) -> State:
        return self.branch.states[self.at]

    @property
    def attempts(self) -> int:
        """How often the state was tried again: ``$$.State.RetryCount``."""
        return sum(self.retries.values())

    @property
    def over(self) -> bool:
        return self.standing in (Standing.ENDED, Standing.FAILED)


@dataclass(slots=True, eq=False)
class Standings:
    """All frames of one execution.

    Attributes:
        ready: those that can go on at once, in the order in which they could.
        tasks: frames by the token of the task that they wait for.
        input: of the execution.
    """

    branch: Branch
    input: Any = None
    frames: dict[int, Frame] = field(default_factory=dict)
    ready: deque[Frame] = field(default_factory=deque)
    tasks: dict[str, Frame] = field(default_factory=dict)
    last_event: int = 0
    last_frame: int = -1
    redrives: int = 0
    redriven_at: float | None = None

    @property
    def root(self) -> Frame:
        return self.frames[0]
