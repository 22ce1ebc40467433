"""The regions that there are, as botocore knows them, and in which of them the embedded AWS can stand."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from functools import cache

VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")  # the second is the only one that boto3 reads
FALLBACK = "us-east-1"
PARTITION = "aws"  # in every ARN that is made here
_SHOWN = 3


class NoSuchRegion(Exception):
    """There is no such region. The message names near ones."""


def default(environment: Mapping[str, str] = os.environ) -> str:
    """The region that the environment names, which may be wrong; else us-east-1."""
    return next(filter(None, map(environment.get, VARIABLES)), FALLBACK)


def checked(name: str) -> str:
    """The same name.

    Raises:
        NoSuchRegion: botocore does not know it, or it is in another partition, such as China's.
    """
    known = _standing(PARTITION)
    if name in known:
        return name
    for partition in _partitions():
        if name in _standing(partition):
            raise NoSuchRegion(
                f"{name!r} is in the partition {partition}, and this embedded AWS stands in the "
                f"partition {PARTITION} only"
            )
    near = difflib.get_close_matches(name, known, n=_SHOWN, cutoff=0.5) or [FALLBACK]
    raise NoSuchRegion(f"{name!r} is no region of AWS; near ones: {', '.join(near)}")


@cache
def names() -> frozenset[str]:
    """What a request may be signed for: the regions of all partitions, and ``aws-global`` and its like."""
    return frozenset(name for regions in _partitions().values() for name in regions)


def _standing(partition: str) -> list[str]:
    """The regions of a partition in which something can stand."""
    return sorted(name for name in _partitions()[partition] if "global" not in name)


@cache
def _partitions() -> dict[str, tuple[str, ...]]:
    from botocore.loaders import Loader

    data = Loader().load_data("partitions")
    return {partition["id"]: tuple(partition["regions"]) for partition in data["partitions"]}
