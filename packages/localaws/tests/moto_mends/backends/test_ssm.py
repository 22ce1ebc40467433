"""A parameter without versions is none."""

from __future__ import annotations

import pytest

from localaws.moto_mends.backends.ssm import Parameters


@pytest.mark.parametrize("name", ["asked", "/asked", "/a/sked"])
def test_a_parameter_that_was_only_asked_for_is_neither_found_nor_listed(name: str) -> None:
    ssm = Parameters("us-east-1", "123456789012")
    assert ssm._parameters[name] == []  # as moto leaves it
    assert ssm.describe_parameters([], []) == []
    assert ssm._parameters[name] == []
    assert ssm.get_parameter(name) is None
    assert name not in ssm._parameters
