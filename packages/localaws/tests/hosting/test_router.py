"""The choice of a variant, and what leases promise."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.hosting.instance import Instance
from localaws.hosting.router import NoneReady, NoSuchVariant, Route, TrafficRouter, choose

from .scripted import ScriptedRuntime, context, variant


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=10).filter(lambda w: any(w)),
    st.floats(0, 1, exclude_max=True),
)
def test_a_variant_of_weight_0_is_never_chosen(weights: list[float], draw: float) -> None:
    assert weights[choose(weights, draw)] > 0


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6).filter(any))
def test_equal_steps_of_the_draw_fall_by_weight(weights: list[int]) -> None:
    total = sum(weights)
    chosen = [choose(weights, (step + 0.5) / total) for step in range(total)]
    assert [chosen.count(index) for index in range(len(weights))] == weights


def instance(name: str) -> Instance:
    """One that was never started; the router only counts."""
    made = Instance(variant(name), context(Path("nowhere"), ScriptedRuntime()))
    made.containers[0].ready = True
    return made


def route(one: Instance, weight: float = 1.0) -> Route:
    return Route(variant(one.variant, weight=weight), (one,))


def test_a_drain_waits_for_the_last_lease_and_new_ones_go_elsewhere() -> None:
    router, old, new = TrafficRouter(), instance("a"), instance("a")
    router.switch((route(old),))
    drained = threading.Event()
    with router.lease() as leased:
        assert leased is old
        router.switch((route(new),))
        with router.lease() as other:
            assert other is new

        def wait() -> None:
            if router.drain([old], 30):
                drained.set()

        waiter = threading.Thread(target=wait)
        waiter.start()
        assert not router.drain([old], 0.05)
        assert not drained.is_set()
    waiter.join(30)
    assert drained.is_set()


def test_an_instance_that_is_not_ready_gets_no_request() -> None:
    router, one = TrafficRouter(), instance("a")
    router.switch((route(one),))
    one.containers[0].ready = False
    with pytest.raises(NoneReady), router.lease():
        pass


def test_a_variant_of_weight_0_can_be_named() -> None:
    router, loud, silent = TrafficRouter(), instance("loud"), instance("silent")
    router.switch((route(loud), route(silent, 0)))
    with router.lease("silent") as leased:
        assert leased is silent
    with pytest.raises(NoSuchVariant), router.lease("absent"):
        pass


@pytest.mark.parametrize(
    ("weights", "shares"), [((3, 1), (75, 25)), ((55, 45), (55, 45)), ((0, 2), (0, 100))]
)
def test_leases_are_shared_by_weight_to_the_last_one(
    weights: tuple[float, ...], shares: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    draws = iter(step / 100 for step in range(100))
    monkeypatch.setattr("localaws.hosting.router.random.random", lambda: next(draws))
    router, instances = TrafficRouter(), [instance(f"v{index}") for index in range(len(weights))]
    router.switch(tuple(map(route, instances, weights)))
    taken: list[str] = []
    for _ in range(100):
        with router.lease() as leased:
            taken.append(leased.variant)
    assert tuple(taken.count(one.variant) for one in instances) == shares


def test_ten_thousand_requests_fall_at_95_to_5() -> None:
    """Six standard deviations on either side: chance fails it once in five hundred million runs."""
    router = TrafficRouter()
    router.switch((route(instance("most"), 0.95), route(instance("few"), 0.05)))
    seen = {"most": 0, "few": 0}
    for _ in range(10_000):
        with router.lease() as one:
            seen[one.variant] += 1
    assert seen["most"] + seen["few"] == 10_000
    assert abs(seen["few"] - 500) <= 6 * (10_000 * 0.95 * 0.05) ** 0.5
