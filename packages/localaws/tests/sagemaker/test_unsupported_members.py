"""Members that AWS would act on and this embedded AWS does not."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.unsupported_members import refuse

MEMBERS = {"Pipe.Width": "Make it as wide as it is."}


@pytest.mark.parametrize("request_", [{"Pipe": {"Width": 3}}, {"Pipe": {"Width": {"Inches": 1}}}])
def test_a_member_that_is_set_is_named_with_the_way_out(request_: dict[str, Any]) -> None:
    with pytest.raises(ApiError, match=r"Pipe\.Width is not supported .* Make it as wide as it is"):
        refuse(request_, MEMBERS)


@pytest.mark.parametrize(
    "request_",
    [{}, {"Pipe": {}}, {"Pipe": {"Width": False}}, {"Pipe": {"Width": []}}, {"Pipe": "x"}],
)
def test_one_that_is_empty_or_false_asks_for_nothing(request_: dict[str, Any]) -> None:
    refuse(request_, MEMBERS)
