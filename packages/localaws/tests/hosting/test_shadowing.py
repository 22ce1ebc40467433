"""Copies of requests for shadow variants: how many, and that they disturb nobody."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from localaws.hosting import shadowing
from localaws.hosting.instance import Instance
from localaws.hosting.router import NoneReady, NoSuchVariant, Route, TrafficRouter
from localaws.hosting.shadowing import Shadows

from .scripted import ScriptedRuntime, context, variant


def router(weight: float, shadow: float) -> TrafficRouter:
    """One of a production variant and its shadow."""
    made = TrafficRouter()
    first = variant("a", weight=weight)
    second = replace(variant("s", weight=shadow), is_shadow=True)
    routes = []
    for each in (first, second):
        one = Instance(each, context(Path("nowhere"), ScriptedRuntime()))
        one.containers[0].ready = True
        routes.append(Route(each, (one,)))
    made.switch(tuple(routes))
    return made


def copies(of: TrafficRouter, draw: float) -> list[str]:
    shadows, seen = Shadows(lambda: draw), list[str]()
    done = threading.Event()
    shadows.copy(of, lambda name: (seen.append(name), done.set()))
    done.wait(0.2 if draw < 1 else 0)
    shadows.close()
    return seen


def test_a_shadow_responds_to_nobody() -> None:
    routes = router(1, 100)
    for _ in range(50):
        with routes.lease() as instance:
            assert instance.variant == "a"
    with pytest.raises(NoSuchVariant), routes.lease("s"):
        pass
    with routes.lease("s", shadow=True) as instance:
        assert instance.variant == "s"


def test_its_weight_says_how_many_of_the_requests_are_copied() -> None:
    assert copies(router(1, 0.5), 0.49) == ["s"]
    assert copies(router(1, 0.5), 0.51) == []
    assert copies(router(2, 4), 0.99) == ["s"]
    assert copies(router(1, 0), 0.0) == []


def test_a_copy_that_fails_is_forgotten_and_gives_its_turn_back() -> None:
    shadows = Shadows(lambda: 0.0)
    failed = [threading.Event() for _ in range(3)]

    def fail(event: threading.Event) -> None:
        event.set()
        raise NoneReady if event is failed[0] else ValueError("no")

    for event in failed:
        shadows.copy(router(1, 1), lambda _, event=event: fail(event))
    assert all(event.wait(5) for event in failed)
    shadows.close()
    assert shadows._free._value == shadowing._MOST_WAITING


def test_where_too_many_wait_a_copy_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shadowing, "_MOST_WAITING", 1)
    shadows, goes_on, seen = Shadows(lambda: 0.0), threading.Event(), list[str]()

    def slow(name: str) -> None:
        seen.append(name)
        goes_on.wait(5)

    for _ in range(3):
        shadows.copy(router(1, 1), slow)
    goes_on.set()
    shadows.close()
    assert seen in ([], ["s"])
    shadows.copy(router(1, 1), slow)
    assert len(seen) < 2
