"""Which data a container definition names."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.model_data import ModelData, of


def source(kind: str, compression: str) -> dict[str, Any]:
    given = {"S3Uri": "s3://b/k", "S3DataType": kind, "CompressionType": compression}
    return {"ModelDataSource": {"S3DataSource": given}}


@pytest.mark.parametrize(
    ("container", "archive"),
    [
        ({"ModelDataUrl": "s3://b/k"}, True),
        (source("S3Object", "Gzip"), True),
        (source("S3Prefix", "None"), False),
        (source("S3Object", "None"), False),
    ],
)
def test_it_is_an_archive_or_what_lies_under_a_prefix(
    container: dict[str, Any], archive: bool
) -> None:
    assert of(container) == ModelData("s3://b/k", "b", "k", archive)


def test_a_container_may_name_none() -> None:
    assert of({"Image": "i"}) is None


@pytest.mark.parametrize(
    ("container", "says"),
    [
        (source("S3Prefix", "Gzip"), "needs S3DataType S3Object"),
        ({"ModelDataUrl": "https://b/k"}, "Could not find model data at https://b/k."),
    ],
)
def test_what_cannot_be_is_refused(container: dict[str, Any], says: str) -> None:
    with pytest.raises(ApiError, match=says):
        of(container)
