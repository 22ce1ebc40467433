"""Which instance types SageMaker has for each kind of job, and which of them have a GPU for CUDA.

The lists are the service's own, in instance_types.json beside this module: `python -m tools.instance_types`
writes it, as nothing here may import an AWS SDK. Whether a region has a type, and an account's quota
lets one have it, is not known here.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Kind = Literal["processing", "training", "endpoint", "transform"]

KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        "processing": "processing jobs",
        "training": "training jobs",
        "endpoint": "endpoints",
        "transform": "transform jobs",
    }
)
"""The kinds of jobs, with the words for them."""

GPU_FAMILIES = frozenset(
    [
        "p2",
        "p3",
        "p3dn",
        "p4d",
        "p4de",
        "p5",
        "p5e",
        "p5en",
        "p6-b200",
        "p6-b300",
        "p6e-gb200",
        "g4dn",
        "g5",
        "g6",
        "g6e",
        "g7",
        "g7e",
    ]
)
"""The families with NVIDIA GPUs: accelerated computing in EC2's guide to instance types, P and G of it but
G4ad (AMD). Trainium (trn), Inferentia (inf) and Gaudi (dl) are no GPUs, and CUDA does not run there."""

INSTANCE_STORAGE_FAMILIES = frozenset(
    [
        *("c5d", "c6gd", "m5d", "m6gd", "r5d", "r6gd", "r7gd"),
        *("g4dn", "g5", "g6", "g6e", "g7", "g7e"),
        *("p3dn", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300", "p6e-gb200"),
        *("dl1", "trn1", "trn1n", "trn2"),
    ]
)
"""The families with disks of their own (NVMe), which the instance encrypts by a key in its hardware: SageMaker
makes no EBS volume there, and refuses a request that names a key for one. Instance store volumes in EC2's
guide to instance types; every other family of SageMaker's has EBS volumes only."""

DATA = Path(__file__).with_suffix(".json")
WHERE_ALL_ARE = "docs/reference/instance-types.md has all"
MOST_NEAR = 12
BURSTABLE = r"ml\.t[23]\..*"
"""A pattern of those types."""
_SHAPE = re.compile(r"ml\.([a-z0-9-]+)\.([a-z0-9]+)")


@cache
def families(kind: Kind) -> Mapping[str, str]:
    """The families of a kind of job, each with its sizes: `{"m5": "large xlarge 2xlarge"}`."""
    return MappingProxyType(_all()[kind])


@cache
def of(kind: Kind) -> frozenset[str]:
    """Every type that a kind of job takes."""
    return frozenset(
        f"ml.{family}.{size}" for family, sizes in families(kind).items() for size in sizes.split()
    )


def has_gpu(instance_type: str) -> bool:
    """Whether CUDA finds a GPU on such an instance."""
    shape = _SHAPE.fullmatch(instance_type)
    return shape is not None and shape[1] in GPU_FAMILIES


def takes_volume_key(instance_type: str) -> bool:
    """Whether a key can be named for the volume of such an instance."""
    shape = _SHAPE.fullmatch(instance_type)
    return shape is not None and shape[1] not in INSTANCE_STORAGE_FAMILIES


def is_burstable(instance_type: str) -> bool:
    """Whether it is of T2 or T3, which SageMaker's autoscaling refuses: they have capacity to spare by themselves
    (its guide, "Configure model auto scaling with the console")."""
    return re.fullmatch(BURSTABLE, instance_type) is not None


def near(kind: Kind, text: str) -> tuple[str, ...]:
    """What somebody may have meant who wrote `text`: the sizes that its family has, or else the families
    whose names begin alike that have its size. Nothing for a type that there is: where it is refused, it is for
    another reason, which those near it may share."""
    if text in of(kind):
        return ()
    family, _, size = text.removeprefix("ml.").partition(".")
    size = size.partition(".")[0]
    there = families(kind)
    if sizes := there.get(family):
        found = [f"ml.{family}.{one}" for one in sizes.split()]
    else:
        found = [
            f"ml.{one}.{size}"
            for one, sizes in there.items()
            if one[0] == family[:1] and size in sizes.split()
        ]
    return tuple(found[:MOST_NEAR])


def problem(kind: Kind, text: str) -> str | None:
    """What ends a sentence about a type that a kind of job does not take; None about one that it takes."""
    if text in of(kind):
        return None
    hint = f"near it there are {', '.join(found)}; " if (found := near(kind, text)) else ""
    return f"it is no instance type for {KINDS[kind]}: {hint}{WHERE_ALL_ARE}"


@cache
def _all() -> dict[Kind, dict[str, str]]:
    found: dict[Kind, dict[str, str]] = json.loads(DATA.read_text(encoding="utf-8"))
    return found
