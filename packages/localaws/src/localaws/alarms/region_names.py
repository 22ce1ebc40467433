"""Regions by the names that messages of alarms give them."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

# Where messages that people published say otherwise than botocore's list of regions does.
_OTHERWISE = {"Europe": "EU"}


@cache
def region_name(region: str) -> str:
    """``EU (Ireland)`` for ``eu-west-1``; the region itself where it has no name."""
    partitions = json.loads(resources.files("botocore.data").joinpath("endpoints.json").read_text())
    for partition in partitions["partitions"]:
        if region in partition["regions"]:
            name: str = partition["regions"][region]["description"]
            for ours, theirs in _OTHERWISE.items():
                name = name.replace(f"{ours} (", f"{theirs} (")
            return name
    return region
