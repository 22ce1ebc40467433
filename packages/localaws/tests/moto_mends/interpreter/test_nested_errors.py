"""Which errors an ``ErrorEquals`` list catches."""

from __future__ import annotations

import pytest

from localaws.moto_mends.interpreter.nested_errors import matches


@pytest.mark.parametrize(
    ("names", "error", "caught"),
    [
        (["Own.Error"], "Own.Error", True),
        (["Own.Error"], "Other.Error", False),
        (["States.ALL"], "Own.Error", True),
        (["States.ALL"], "States.Timeout", True),
        (["States.ALL"], None, True),
        (["States.ALL"], "States.Runtime", False),
        (["States.ALL"], "States.DataLimitExceeded", False),
        (["States.Runtime"], "States.Runtime", True),
        (["States.TaskFailed"], "Own.Error", True),
        (["States.TaskFailed"], "States.Timeout", False),
        (["States.TaskFailed"], "States.Runtime", False),
        (["States.TaskFailed", "States.Timeout"], "States.Timeout", True),
    ],
)
def test_a_list_catches(names: list[str | None], error: str | None, caught: bool) -> None:
    assert matches(names, error) is caught
