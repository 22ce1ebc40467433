"""A sandbox whose process is none: what no real one does at the right moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.execution.loop import Loop
from localaws.functions.execution.process import Serve
from localaws.functions.execution.sandbox import Sandbox
from localaws.functions.function import Code, Configuration
from localaws.functions.versions import Target

from .plain import ARN

CONFIGURATION = Configuration(role="r", code=Code("0" * 64, 1), runtime="python3.11")


class Stubborn:
    """A process, and its handle, that asks for nothing and ends when it is let."""

    out_of_memory = False

    def __init__(self) -> None:
        self.starts = 0
        self.killed = threading.Event()
        self.may_end = threading.Event()

    def start(self, _serve: Serve, _on_line: Callable[[str], None]) -> Stubborn:
        self.starts += 1
        return self

    def wait(self) -> int:
        self.may_end.wait(5)
        return 137

    def usage(self) -> None:
        pass

    def signal(self, _signum: int) -> None:
        self.killed.set()

    def write(self, event: str) -> None:
        pass

    def ended(self) -> None:
        pass


class Owner:
    def __init__(self) -> None:
        self.has_gone = threading.Event()

    def idle(self, sandbox: Sandbox) -> None:
        raise AssertionError("it is never initialized")

    def gone(self, _sandbox: Sandbox) -> None:
        self.has_gone.set()


@pytest.fixture
def loop() -> Iterator[Loop]:
    made = Loop()
    yield made
    made.close()


def test_the_end_comes_before_an_initialization_that_would_be_begun_anew(loop: Loop) -> None:
    process, owner, outcomes = Stubborn(), Owner(), list[Outcome]()
    invocation = Invocation("id", "greet", Target(ARN, "$LATEST", CONFIGURATION))

    def begin() -> None:
        sandbox = Sandbox(loop, ARN, invocation, process, lambda: 0.0, owner, 0.001)  # type: ignore[arg-type]
        sandbox.invoke(invocation, outcomes.append)
        made.append(sandbox)

    made: list[Sandbox] = []
    loop.call(begin)
    assert process.killed.wait(5)  # its first initialization was too slow
    loop.call(lambda: made[0].end())
    loop.call(process.may_end.set)
    assert owner.has_gone.wait(5)
    assert process.starts == 1
    assert [each.kind for each in outcomes] == ["Runtime.ExitError"]
