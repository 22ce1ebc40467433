"""Text that nobody can write down is refused before anything is done with it."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.texts import check


@pytest.mark.parametrize("request_", [{"a": "\ud800"}, {"a": ["x", {"\udfff": "y"}]}])
def test_half_a_pair_is_refused(request_: dict[str, Any]) -> None:
    with pytest.raises(ApiError, match="half of a surrogate pair"):
        check(request_)


def test_every_other_character_passes() -> None:
    check({"a": ["\0", "é", "\U0001f600", 7, None]})
