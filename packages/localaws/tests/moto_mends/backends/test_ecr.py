"""An image needs its repository."""

from __future__ import annotations

import pytest
from moto.ecr.exceptions import RepositoryNotFoundException

from localaws.moto_mends.backends.ecr import Images


def test_no_image_is_put_into_a_repository_that_there_is_not() -> None:
    with pytest.raises(RepositoryNotFoundException):
        Images("us-east-1", "123456789012").put_image("none", "{}", "tag")
