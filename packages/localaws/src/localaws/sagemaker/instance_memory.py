"""How much memory an instance type has. Pure.

A family's memory grows with its vCPUs: GiB for each, after EC2's pages on instance types
(docs.aws.amazon.com/ec2/latest/instancetypes), whose names SageMaker's are with ``ml.`` in front.
Families whose sizes do not follow one rule (p, trn, inf, dl) are not here: they have more than the
machines that this runs on.
"""

from __future__ import annotations

import re

GIB = 1 << 30

_GIB_PER_VCPU = {
    1.875: ("c4",),
    2.0: (
        *("c5", "c5d", "c6g", "c6gd", "c6gn", "c6i", "c6in", "c7g", "c7i", "c7i-flex"),
        *("c8g", "c8i", "c8i-flex"),
    ),
    4.0: (
        *("m4", "m5", "m5d", "m6g", "m6gd", "m6i", "m7i", "m7i-flex", "m8g", "m8i", "m8i-flex"),
        *("g4dn", "g5", "g6"),
    ),
    8.0: (
        *("r5", "r5d", "r6g", "r6gd", "r6i", "r7gd", "r7i", "r8g", "r8i", "r8i-flex", "g6e"),
    ),
}  # fmt: skip
_FAMILIES = {family: gib for gib, families in _GIB_PER_VCPU.items() for family in families}
_VCPUS = {"medium": 1, "large": 2, "xlarge": 4}
_BURSTABLE = {"medium": 4, "large": 8, "xlarge": 16, "2xlarge": 32}  # GiB of t2 and t3


def memory_of(instance_type: str) -> int | None:
    """The bytes of memory of an instance type, such as ``ml.m5.xlarge``; None where not known."""
    found = re.fullmatch(r"ml\.([a-z0-9-]+)\.(\d*)([a-z]+)", instance_type)
    if found is None:
        return None
    family, times, size = found.groups()
    if family in ("t2", "t3"):
        gib = _BURSTABLE.get(times + size)
        return gib * GIB if gib else None
    if family not in _FAMILIES or size not in _VCPUS:
        return None
    return int(_FAMILIES[family] * _VCPUS[size] * int(times or 1) * GIB)
