"""The regions that the embedded AWS can stand in: those of the standard partition, as botocore knows them."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping

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
    partitions = _partitions()
    known = partitions[PARTITION]
    if name in known:
        return name
    for partition, regions in partitions.items():
        if name in regions:
            raise NoSuchRegion(
                f"{name!r} is in the partition {partition}, and this embedded AWS stands in the "
                f"partition {PARTITION} only"
            )
    near = difflib.get_close_matches(name, known, n=_SHOWN, cutoff=0.5) or [FALLBACK]
    raise NoSuchRegion(f"{name!r} is no region of AWS; near ones: {', '.join(near)}")


def _partitions() -> dict[str, list[str]]:
    from botocore.loaders import Loader

    data = Loader().load_data("partitions")
    return {
        partition["id"]: sorted(name for name in partition["regions"] if "global" not in name)
        for partition in data["partitions"]
    }
