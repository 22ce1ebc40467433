"""A serverless variant: how many instances there are, when they come and when they go."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from localaws.clock import Clock
from localaws.hosting import container
from localaws.hosting.instance import Unhealthy
from localaws.hosting.on_demand import NotStarted, OnDemand, Throttled
from localaws.hosting.serverless import Serverless
from localaws.hosting.variant import Variant
from localaws.runtime.protocol import Response

from .conftest import eventually
from .scripted import ScriptedContainer, ScriptedRuntime, context, variant

NEVER = threading.Event()


def of(most: int, provisioned: int = 0) -> Variant:
    return replace(variant(), serverless=Serverless(1024, most, provisioned))


class Scene:
    """One that has started, whose requests end when a test says so."""

    def __init__(self, folder: Path, asked: Variant) -> None:
        self.runtime = ScriptedRuntime()
        self.clock = Clock()
        self.one = OnDemand(asked, replace(context(folder, self.runtime), clock=self.clock))
        self.one.start(NEVER)
        self._pool = ThreadPoolExecutor(8)

    def at_once(self, count: int) -> Callable[[], None]:
        """Have so many requests under way; what ends them."""
        goes_on = threading.Event()
        arrived = threading.Semaphore(0)

        def hold(container: ScriptedContainer) -> None:
            answer = container.request

            def request(method: str, path: str, *more: object) -> Response:
                if path == "/invocations":
                    arrived.release()
                    goes_on.wait(10)
                return answer(method, path, *more)  # type: ignore[arg-type]

            container.request = request  # type: ignore[method-assign]

        for each in self.runtime.started:
            hold(each)
        self.runtime.script = hold
        calls = [self._pool.submit(self.one.invoke, {}, b"", 10) for _ in range(count)]
        for _ in range(count):
            assert arrived.acquire(timeout=10)

        def end() -> None:
            goes_on.set()
            for call in calls:
                assert call.result(10).status == 200

        return end


def test_the_first_is_started_with_the_endpoint_and_used_again(tmp_path: Path) -> None:
    scene = Scene(tmp_path, of(2))
    assert (scene.one.ready, scene.one.running) == (True, 1)
    assert [scene.one.invoke({}, b"", 1).setup for _ in range(2)] == [0.0, 0.0]
    assert len(scene.runtime.started) == 1
    assert scene.runtime.started[0].spec.memory == 1 << 30
    scene.one.stop()
    assert not scene.runtime.running()


def test_more_start_for_requests_at_once_and_beyond_the_most_they_are_throttled(
    tmp_path: Path,
) -> None:
    scene = Scene(tmp_path, of(2))
    end = scene.at_once(2)
    assert scene.one.running == 2
    with pytest.raises(Throttled):
        scene.one.invoke({}, b"", 1)
    end()
    assert scene.one.invoke({}, b"", 1).status == 200
    assert len(scene.runtime.started) == 2
    scene.one.stop()


def test_idle_ones_end_by_the_clock_and_the_next_request_starts_one(tmp_path: Path) -> None:
    scene = Scene(tmp_path, of(3))
    scene.clock.move(299)
    assert scene.one.invoke({}, b"", 1).setup == 0
    scene.clock.move(299)
    assert scene.one.running == 1
    scene.clock.move(1)
    assert scene.one.running == 0
    eventually(lambda: not scene.runtime.running())
    assert scene.one.ready
    assert scene.one.invoke({}, b"", 1).setup > 0
    assert scene.one.running == 1
    scene.one.stop()


def test_provisioned_ones_stay(tmp_path: Path) -> None:
    scene = Scene(tmp_path, of(3, 2))
    assert scene.one.running == 2
    scene.at_once(3)()
    scene.clock.move(301)
    assert scene.one.running == 2
    scene.one.stop()
    assert not scene.runtime.running()


def test_its_limits_change_while_it_serves(tmp_path: Path) -> None:
    scene = Scene(tmp_path, of(1))
    scene.one.adopt(of(2, 2))
    assert scene.one.running == 2
    scene.at_once(2)()
    scene.one.adopt(of(1))
    end = scene.at_once(1)
    with pytest.raises(Throttled):
        scene.one.invoke({}, b"", 1)
    end()
    scene.one.stop()


def unhealthy(each: ScriptedContainer) -> None:
    each.response = Response(503, {}, b"")


def test_one_that_does_not_serve_fails_the_endpoint(tmp_path: Path) -> None:
    runtime = ScriptedRuntime(unhealthy)
    one = OnDemand(of(1), context(tmp_path, runtime))
    with pytest.raises(Unhealthy):
        one.start(NEVER)
    assert (one.ready, one.running) == (False, 0)
    assert not runtime.running()


def test_one_that_cannot_start_later_fails_the_request_and_frees_its_place(tmp_path: Path) -> None:
    scene = Scene(tmp_path, of(1))
    scene.clock.move(300)
    scene.runtime.script = unhealthy
    for _ in range(2):
        with pytest.raises(NotStarted, match="did not pass the ping health check"):
            scene.one.invoke({}, b"", 1)
    scene.runtime.script = lambda each: None
    assert scene.one.invoke({}, b"", 1).status == 200
    scene.one.stop()


def test_one_that_died_while_it_was_idle_is_not_used_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "_RESTART_PAUSE", 60)
    scene = Scene(tmp_path, of(1))
    scene.runtime.started[0].end(9)
    eventually(lambda: not scene.one._idle[0][0].ready)
    assert scene.one.invoke({}, b"", 1).status == 200
    assert len(scene.runtime.started) == 2
    scene.one.stop()
