"""Where a container's files are."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.images.aws.script_mode.folders import Folders


@pytest.mark.parametrize(
    ("told", "here"),
    [
        ("/opt/ml/input/data/code/sourcedir.tar.gz", "/base/input/data/code/sourcedir.tar.gz"),
        ("file:///opt/ml/model/code", "/base/model/code"),
        ("s3://bucket/key", "s3://bucket/key"),
        ("/opt/mlflow", "/opt/mlflow"),
        ("", ""),
    ],
)
def test_a_place_below_opt_ml_is_below_the_base(told: str, here: str) -> None:
    assert Folders(Path("/base")).moved(told) == here
