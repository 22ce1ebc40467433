"""How requests are shared between two fleets while one takes over from the other. Pure.

A variant of the new fleet gets the part of its own share that its active instances are of all that it is
to have; what is left goes to the old fleet, by the weights that its variants have among themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from localaws.hosting.deployments.policy import Size
from localaws.hosting.router import Route


def split(old: Sequence[Route], new: Sequence[Route], size: Size) -> tuple[Route, ...]:
    """The routes while so large a part of the new fleet is active.

    ``new`` has the instances that run by now; no more of them are active than ``size`` says.
    """
    shadows = [route for route in old if route.variant.is_shadow]  # until all is the new fleet's
    old, new = ([route for route in fleet if not route.variant.is_shadow] for fleet in (old, new))
    all_new, all_old = (sum(route.variant.weight for route in fleet) for fleet in (new, old))
    green = []
    for route in new:
        total = route.variant.instances
        share = size.share(total) * route.variant.weight / all_new if all_new else 0.0
        active = route.instances[: size.instances(total)]
        green.append(Route(route.variant, active, share))
    left = 1 - sum(route.weight for route in green)
    blue = [
        Route(
            route.variant,
            route.instances,
            left * route.variant.weight / all_old if all_old else 0.0,
        )
        for route in old
    ]
    return tuple(route for route in (*blue, *green, *shadows) if route.instances)
