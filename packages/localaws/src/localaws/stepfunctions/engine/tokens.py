"""Task tokens: which execution each belongs to, and what a worker of an activity may have.

A token is of use from its task's scheduling until its state is over. One that was of use is told apart
from one that never was.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

Reply = Callable[[str | None, str | None], None]
"""Token and input of a task; None: there was none in time."""

_REMEMBERED = 100_000


class UnknownToken(Exception):
    """There never was such a token."""


class TaskOver(Exception):
    """The token's task has timed out, or its state is over."""


@dataclass(frozen=True, slots=True)
class _Offered:
    token: str
    input: str


@dataclass(slots=True, eq=False)
class Poll:
    """A worker that waits for a task. ``close`` once nobody listens any more."""

    worker: str | None
    reply: Reply
    open: bool = True


class Tokens:
    """Everything of it may be called from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._executions: dict[str, str] = {}
        self._over: OrderedDict[str, None] = OrderedDict()
        self._offered: dict[str, deque[_Offered]] = {}
        self._polls: dict[str, deque[Poll]] = {}

    def add(self, token: str, execution_arn: str) -> None:
        with self._lock:
            self._executions[token] = execution_arn

    def drop(self, token: str) -> None:
        """The token is of no use any more."""
        with self._lock:
            if self._executions.pop(token, None) is not None:
                self._over[token] = None
                if len(self._over) > _REMEMBERED:
                    self._over.popitem(last=False)

    def execution(self, token: str) -> str:
        """The ARN of the execution that a token belongs to.

        Raises:
            TaskOver: its task is over.
            UnknownToken: there never was one.
        """
        with self._lock:
            if token in self._executions:
                return self._executions[token]
            raise TaskOver(token) if token in self._over else UnknownToken(token)

    def offer(self, activity_arn: str, token: str, given: str) -> tuple[Poll, str] | None:
        """Let a worker that waits have the task, or the next that comes; the worker that has it now."""
        with self._lock:
            polls = self._polls.get(activity_arn, deque())
            while polls:
                poll = polls.popleft()
                if poll.open:
                    poll.open = False
                    return poll, token
            self._offered.setdefault(activity_arn, deque()).append(_Offered(token, given))
            return None

    def take(self, activity_arn: str, poll: Poll) -> tuple[str, str] | None:
        """The token and the input of the next task; where there is none, ``poll`` waits for one."""
        with self._lock:
            offered = self._offered.get(activity_arn, deque())
            while offered:
                found = offered.popleft()
                if found.token in self._executions:
                    poll.open = False
                    return found.token, found.input
            self._polls.setdefault(activity_arn, deque()).append(poll)
            return None

    def give_up(self, poll: Poll) -> bool:
        """A worker has waited long enough; whether it still waited."""
        with self._lock:
            was, poll.open = poll.open, False
            return was
