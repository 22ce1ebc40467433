"""Members that requests of several kinds have."""

from __future__ import annotations

import pytest

from localaws.jobs.members import check_local_path, check_location, check_present
from localaws.sagemaker.errors import ApiError


def test_a_member_that_aws_asks_for_is_named_by_its_path() -> None:
    check_present({"InstanceType": None}, "InstanceType")
    with pytest.raises(ApiError, match=r"null at 'instanceType' failed"):
        check_present({}, "InstanceType")
    with pytest.raises(ApiError, match=r"null at 'cluster\.instanceType' failed"):
        check_present({}, "InstanceType", "cluster")


def test_a_location_is_an_s3_uri() -> None:
    check_location("s3://bucket/key", "output")
    with pytest.raises(ApiError, match="The value of 'output' is not valid"):
        check_location("/tmp/output", "output")


@pytest.mark.parametrize("path", ["/opt/ml/a", "/opt/ml/a/b", "/opt/ml/" + "x" * 255])
def test_a_path_below_the_root_is_one(path: str) -> None:
    check_local_path(path, "/opt/ml")


@pytest.mark.parametrize(
    "path",
    [
        "/opt/ml",
        "/opt/mlx/a",
        "/tmp",
        "opt/ml/a",
        "/opt/ml/../etc",
        "/opt/ml/a\0",
        "/opt/ml/" + "x" * 256,
    ],
)
def test_any_other_is_not(path: str) -> None:
    with pytest.raises(ApiError, match="LocalPath"):
        check_local_path(path, "/opt/ml")
