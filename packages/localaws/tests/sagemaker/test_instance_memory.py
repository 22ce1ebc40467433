"""How much memory an instance has."""

from __future__ import annotations

import botocore.session
import pytest

from localaws.sagemaker.instance_memory import GIB, memory_of


@pytest.mark.parametrize(
    ("name", "gib"),
    [
        ("ml.t3.medium", 4),
        ("ml.t2.2xlarge", 32),
        ("ml.m5.large", 8),
        ("ml.m5.xlarge", 16),
        ("ml.m5.24xlarge", 384),
        ("ml.c4.large", 3.75),
        ("ml.c5.9xlarge", 72),
        ("ml.r5.large", 16),
        ("ml.m8g.medium", 4),
        ("ml.g4dn.xlarge", 16),
        ("ml.g5.48xlarge", 768),
        ("ml.p3.2xlarge", None),
        ("local", None),
    ],
)
def test_it_is_what_ec2_says(name: str, gib: float | None) -> None:
    assert memory_of(name) == (None if gib is None else gib * GIB)


def test_only_types_with_far_more_than_a_laptop_are_unknown() -> None:
    model = botocore.session.Session().get_service_model("sagemaker")
    names = {
        name
        for shape in ("TrainingInstanceType", "ProcessingInstanceType")
        for name in model.shape_for(shape).metadata["enum"]
    }
    unknown = {name.split(".")[1] for name in names if memory_of(name) is None}
    irregular = ("p", "trn", "inf", "dl", "g7", "c5n")
    assert all(family.startswith(irregular) for family in unknown)
