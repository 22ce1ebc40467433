"""Containers that serve while work is done with them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest

from localaws.jobs.containers import Containers, Outcome, Work
from localaws.runtime.protocol import ContainerSpec, Handle, Runtime

from ..hosting.scripted import ScriptedContainer, ScriptedRuntime

SPEC = ContainerSpec("job/a", "image", Path("/nowhere"))


def run(
    work: Work,
    script: Callable[[ScriptedContainer], None] = lambda container: None,
    limit: float = 60,
    meanwhile: Callable[[Containers], None] = lambda containers: None,
) -> tuple[Outcome, ScriptedContainer]:
    runtime = ScriptedRuntime(script)
    containers = Containers(cast(Runtime, runtime), 0.05)
    meanwhile(containers)
    outcome = containers.run([(SPEC, lambda line: None)], limit, work)
    return outcome, runtime.started[0]


def waits(_started: Mapping[str, Handle], over: threading.Event) -> None:
    assert over.wait(10)


def test_they_are_ended_when_the_work_is_done() -> None:
    seen: list[str] = []
    outcome, container = run(lambda started, over: seen.extend(started))
    assert seen == ["job/a"]
    assert (outcome.cause, outcome.failure, outcome.error) == ("worked", None, None)
    assert container.signals == [15]


def test_one_that_is_deaf_is_killed() -> None:
    _, container = run(lambda started, over: None, lambda c: setattr(c, "deaf", True))
    assert container.signals == [15, 9]


def test_what_the_work_raises_is_told() -> None:
    error = ValueError("bad record")

    def fails(_started: Mapping[str, Handle], _over: threading.Event) -> None:
        raise error

    outcome, container = run(fails)
    assert (outcome.cause, outcome.error) == ("worked", error)
    assert not container.runs


@pytest.mark.parametrize(
    ("meanwhile", "limit", "cause"),
    [
        (Containers.stop, 60, "stopped"),
        (Containers.kill, 60, "killed"),
        (lambda c: None, 0, "timed out"),
    ],
)
def test_the_work_is_over_when_they_are_ended_from_outside(
    meanwhile: Callable[[Containers], None], limit: float, cause: str
) -> None:
    outcome, container = run(waits, limit=limit, meanwhile=meanwhile)
    assert (outcome.cause, outcome.error) == (cause, None)
    assert not container.runs


def test_one_that_fails_takes_the_work_along() -> None:
    outcome, _ = run(waits, lambda container: container.end(3))
    assert outcome.failure == ("job/a", 3)


def test_one_that_just_ends_leaves_it_to_the_work_to_fail() -> None:
    error = ValueError("nobody there")

    def fails(_started: Mapping[str, Handle], over: threading.Event) -> None:
        over.wait(10)
        raise error

    outcome, _ = run(fails, lambda container: container.end(0))
    assert (outcome.cause, outcome.failure, outcome.error) == ("exited", None, error)
