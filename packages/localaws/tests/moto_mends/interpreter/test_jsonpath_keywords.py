"""Amazon's paths have no keywords."""

from __future__ import annotations

import pytest
from jsonpath_ng.ext import parse

from localaws.moto_mends.interpreter import jsonpath_keywords


@pytest.mark.parametrize("name", ["where", "wherenot"])
def test_a_member_may_be_named_like_an_operator_of_the_path_library(name: str) -> None:
    jsonpath_keywords.apply()
    [found] = parse(f"$.{name}.run").find({name: {"run": 7}})
    assert found.value == 7
