"""A runtime that the machine lacks skips its tests, or fails them where it must be there."""

from __future__ import annotations

import pytest

from .runtimes import VARIABLE, unavailable


def test_a_missing_runtime_skips_its_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "process")
    with pytest.raises(pytest.skip.Exception, match="refused by the kernel"):
        unavailable("namespace", "refused by the kernel")


def test_a_missing_runtime_fails_its_tests_where_it_must_be_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, "process,namespace")
    with pytest.raises(pytest.fail.Exception, match=r"namespace.*refused by the kernel"):
        unavailable("namespace", "refused by the kernel")
