"""What DescribeConnection does not tell."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.events.connections import without_secrets


@pytest.mark.parametrize(
    ("described", "shown"),
    [
        (
            {"BasicAuthParameters": {"Username": "u", "Password": "p"}},
            {"BasicAuthParameters": {"Username": "u"}},
        ),
        (
            {"ApiKeyAuthParameters": {"ApiKeyName": "k", "ApiKeyValue": "v"}},
            {"ApiKeyAuthParameters": {"ApiKeyName": "k"}},
        ),
        (
            {"OAuthParameters": {"ClientParameters": {"ClientID": "c", "ClientSecret": "s"}}},
            {"OAuthParameters": {"ClientParameters": {"ClientID": "c"}}},
        ),
    ],
)
def test_a_secret_is_not_shown(described: dict[str, Any], shown: dict[str, Any]) -> None:
    assert without_secrets({"AuthParameters": described}) == {"AuthParameters": shown}


def test_a_parameter_is_shown_unless_its_value_is_called_secret() -> None:
    parameters = [
        {"Key": "a", "Value": "shown", "IsValueSecret": False},
        {"Key": "b", "Value": "hidden", "IsValueSecret": True},
    ]
    assert without_secrets({"HeaderParameters": parameters}) == {
        "HeaderParameters": [parameters[0], {"Key": "b", "IsValueSecret": True}]
    }
