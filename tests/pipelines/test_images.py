"""A built-in algorithm is an image of AWS's own, which the SageMaker SDK knows by heart."""

import pytest

from pipelines.definition import Algorithm
from pipelines.images import NoSuchAlgorithm, image_uri


def test_each_region_has_an_image_of_its_own() -> None:
    xgboost = Algorithm("xgboost", "1.7-1")
    assert image_uri(xgboost, "eu-west-1").endswith(
        ".dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    )
    assert image_uri(xgboost, "eu-west-1") != image_uri(xgboost, "us-east-1")


def test_a_version_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(NoSuchAlgorithm, match=r"9\.9.*1\.7-1"):
        image_uri(Algorithm("xgboost", "9.9"), "us-east-1")


def test_an_algorithm_that_there_is_not_is_refused() -> None:
    with pytest.raises(NoSuchAlgorithm, match="xgboosted"):
        image_uri(Algorithm("xgboosted", "1"), "us-east-1")
