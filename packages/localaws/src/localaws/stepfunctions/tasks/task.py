"""The one seam between the engine and what tasks do.

The engine schedules an attempt, writes its events, keeps its time and its token. An integration makes the
request and, where the state waits for the work (``.sync``), says when that has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.resource import Resource

TASK_FAILED = "States.TaskFailed"
LONGEST_CAUSE = 32_768  # characters, by the API's model: what is longer is cut off


@dataclass(frozen=True)
class Exchange:
    """Who is told of an HTTP task's request and of its response, as TestState shows both.

    ``reveals``: with what the connection added, which may be secret.
    """

    tell: Callable[[Mapping[str, str], Mapping[str, str]], None]
    reveals: bool = False


@dataclass(frozen=True)
class Order:
    """One attempt of a Task state.

    Attributes:
        arguments: what the service is asked, already evaluated: JSON.
        token: of this attempt; with ``.waitForTaskToken`` the work has it from ``arguments``.
        credentials: the evaluated ``Credentials``; ``RoleArn`` is the role to call with.
        attempt: 0 for the first, counted as ``$$.State.RetryCount``; over the execution's whole life
            ``token`` tells attempts apart.
        exchange: of an HTTP task that is tested.
    """

    execution: Execution
    state: str
    resource: Resource
    arguments: Any
    token: str
    attempt: int = 0
    credentials: Mapping[str, Any] | None = None
    exchange: Exchange | None = None


@dataclass(frozen=True)
class Succeeded:
    output: Any


@dataclass(frozen=True)
class Failed:
    """Whoever has a task's token may give neither."""

    error: str | None
    cause: str | None


class TaskFailure(Exception):
    """A request was refused, or could not be made: the attempt fails with this error and cause."""

    def __init__(self, error: str, cause: str) -> None:
        super().__init__(f"{error}: {cause}")
        self.error, self.cause = error, cause


Ended = Succeeded | Failed
Report = Callable[[Ended], None]


@dataclass(frozen=True)
class Later:
    """A response that comes when somebody has done the work, and that no thread waits for.

    Attributes:
        begin: calls what it is given once, from any thread and perhaps at once; raises nothing.
        read: the response, of what that was called with; raises ``TaskFailure``. It may take its time.
    """

    begin: Callable[[Callable[[Any], None]], None]
    read: Callable[[Any], Any]


class Integration(Protocol):
    """Everything of it may be called from many threads."""

    def call(self, order: Order) -> Any:
        """Make the request; the response as the state's output has it. Runs in a thread for callers.

        A ``Succeeded`` is the task's end, whatever it would wait for besides: so a mock answers. The
        response may also come ``Later``.

        Raises:
            TaskFailure: it was refused.
        """

    def wait(self, order: Order, response: Any, report: Report) -> None:
        """``.sync``: call ``report`` once, from any thread and perhaps at once, when the work has ended.

        Holds no thread. Called anew for an execution that goes on after the server was started again:
        work that is no more is reported as failed, in AWS's words.
        """

    def stop(self, order: Order, response: Any) -> None:
        """``.sync``: ask for the work's end and wait for nothing; what it still reports is not heard."""


class Integrations(Protocol):
    """Who does the work of a task; a mocked test case puts its own before the others."""

    def integration(self, execution: Execution, state: str, resource: Resource) -> Integration: ...
