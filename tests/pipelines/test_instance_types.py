"""The instance types of each kind of job."""

import pytest
from botocore.loaders import Loader

from pipelines import instance_types
from pipelines.instance_types import Kind

SHAPES = Loader().load_service_model("sagemaker", "service-2")["shapes"]
OF_BOTOCORE = {
    "processing": "ProcessingInstanceType",
    "training": "TrainingInstanceType",
    "endpoint": "ProductionVariantInstanceType",
    "transform": "TransformInstanceType",
}


@pytest.mark.parametrize(("kind", "shape"), OF_BOTOCORE.items())
def test_the_types_of_a_kind_are_the_services_own(kind: Kind, shape: str) -> None:
    """Write them again with: python -m tools.instance_types"""
    assert instance_types.of(kind) == set(SHAPES[shape]["enum"])


def test_whatever_transforms_may_serve_too() -> None:
    """So that a pipeline without an endpoint loses no type by the settings' check."""
    assert instance_types.of("transform") < instance_types.of("endpoint")


@pytest.mark.parametrize(
    ("instance_type", "gpu"),
    [
        ("ml.g4dn.xlarge", True),
        ("ml.g5.2xlarge", True),
        ("ml.p3dn.24xlarge", True),
        ("ml.p6-b200.48xlarge", True),
        ("ml.g7e.2xlarge", True),
        ("ml.m5.xlarge", False),
        ("ml.trn1.2xlarge", False),
        ("ml.inf2.xlarge", False),
        ("ml.dl1.24xlarge", False),
        ("g5.xlarge", False),
    ],
)
def test_nvidias_gpus_are_told_from_other_accelerators(instance_type: str, gpu: bool) -> None:
    assert instance_types.has_gpu(instance_type) is gpu


def test_every_family_of_the_letters_g_and_p_is_known_to_have_a_gpu() -> None:
    families = {family for kind in instance_types.KINDS for family in instance_types.families(kind)}
    assert {family for family in families if family[0] in "gp"} == instance_types.GPU_FAMILIES


@pytest.mark.parametrize(
    ("kind", "written", "near"),
    [
        ("training", "ml.t2.medium", ("ml.t3.medium",)),
        ("processing", "ml.m3.large", ["ml.m5.large", "ml.m6i.large", "ml.m7i.large"]),
        ("endpoint", "m4.xlarge", ["ml.m4.xlarge"]),
        ("transform", "ml.p3.xlarge", ["ml.p3.2xlarge", "ml.p3.8xlarge", "ml.p3.16xlarge"]),
        ("training", "ml.x9.large", ()),
        ("training", "", ()),
        ("training", "ml..large", ()),
    ],
)
def test_what_somebody_may_have_meant_is_named(kind: Kind, written: str, near: list[str]) -> None:
    found = instance_types.near(kind, written)
    assert set(near) <= set(found)
    assert bool(near) == bool(found)
    assert len(found) <= instance_types.MOST_NEAR
    assert set(found) <= instance_types.of(kind)


def test_a_wrong_type_is_told_in_a_line() -> None:
    assert instance_types.problem("training", "ml.t2.medium") == (
        "it is no instance type for training jobs: near it there are ml.t3.medium; "
        "docs/reference/instance-types.md has all"
    )
    assert instance_types.problem("endpoint", "ml.t2.medium") is None
