"""Which instances get how many of the requests while one fleet takes over from another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.hosting.deployments.policy import Size
from localaws.hosting.deployments.split import split
from localaws.hosting.instance import Instance
from localaws.hosting.router import Route

from ..scripted import ScriptedRuntime, context, variant

AROUND = context(Path("nowhere"), ScriptedRuntime())


def route(name: str, instances: int, weight: float = 1.0) -> Route:
    made = variant(name, instances=instances, weight=weight)
    return Route(made, tuple(Instance(made, AROUND) for _ in range(instances)))


def test_a_canary_gets_its_part_and_the_old_fleet_the_rest() -> None:
    old, new = route("a", 3), route("a", 3)
    blue, green = split([old], [new], Size(1, is_percent=False))
    assert (blue.instances, green.instances) == (old.instances, new.instances[:1])
    assert (blue.weight, green.weight) == pytest.approx((2 / 3, 1 / 3))


def test_a_percentage_is_that_of_the_requests_however_few_instances_there_are() -> None:
    blue, green = split([route("a", 1)], [route("a", 1)], Size(10, is_percent=True))
    assert (blue.weight, green.weight) == pytest.approx((0.9, 0.1))


def test_shadows_take_no_part_and_are_the_old_fleets_until_the_end() -> None:
    shadows = [
        Route(replace(each.variant, is_shadow=True), each.instances)
        for each in (route("s", 1, 9.0), route("s", 1, 9.0))
    ]
    found = split(
        [route("a", 1), shadows[0]], [route("a", 1), shadows[1]], Size(10, is_percent=True)
    )
    blue, green, shadow = found
    assert (blue.weight, green.weight) == pytest.approx((0.9, 0.1))
    assert shadow is shadows[0]


def test_variants_keep_their_proportions() -> None:
    old = [route("a", 1, 3.0), route("b", 1, 1.0)]
    new = [route("a", 2, 1.0), route("b", 2, 1.0)]
    shares = [r.weight for r in split(old, new, Size(50, is_percent=True))]
    assert shares == pytest.approx([0.375, 0.125, 0.25, 0.25])


@given(
    st.lists(st.floats(0.1, 100), min_size=1, max_size=4),
    st.integers(1, 100),
    st.booleans(),
)
def test_nothing_is_lost(weights: list[float], value: int, is_percent: bool) -> None:
    old = [route(str(index), 1, weight) for index, weight in enumerate(weights)]
    new = [route(str(index), index + 1, weight) for index, weight in enumerate(weights)]
    shares = [r.weight for r in split(old, new, Size(value, is_percent))]
    assert sum(shares) == pytest.approx(1)
    assert all(share >= -1e-9 for share in shares)
