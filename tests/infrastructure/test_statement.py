"""Policy statements must explain their wildcards."""

from __future__ import annotations

import pytest

from infrastructure.statement import Statement


def test_a_wildcard_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="reason"):
        Statement("Read", ("s3:GetObject",), ("arn:aws:s3:::bucket/*",))


def test_a_reason_without_a_wildcard_is_refused() -> None:
    with pytest.raises(ValueError, match="reason"):
        Statement(
            "Read", ("s3:GetObject",), ("arn:aws:s3:::bucket/key",), wildcard="once it had one"
        )


def test_no_reason_is_good_enough_for_a_pattern_of_actions() -> None:
    with pytest.raises(ValueError, match="pattern of actions"):
        Statement("Read", ("s3:Get*",), ("*",), wildcard="convenient")
