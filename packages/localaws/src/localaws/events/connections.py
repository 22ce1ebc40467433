"""What is shown of a connection, all but its secrets, which moto tells; and what stands in its secret.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ConnectionAuthResponseParameters.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_HUMP = re.compile("(?<=[a-z])(?=[A-Z])")
_SECRETS = ("Password", "ApiKeyValue", "ClientSecret")


def without_secrets(described: Any) -> Any:
    """The response of DescribeConnection without passwords, keys and what else is called secret."""
    if isinstance(described, list):
        return [without_secrets(item) for item in described]
    if not isinstance(described, dict):
        return described
    hidden = (*_SECRETS, "Value") if described.get("IsValueSecret") else _SECRETS
    return {key: without_secrets(item) for key, item in described.items() if key not in hidden}


def secret_value(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What EventBridge has in Secrets Manager of a connection's AuthParameters: members in small letters."""
    members: dict[str, Any] = {}
    for name, value in parameters.items():
        members |= {name: value} if name == "InvocationHttpParameters" else value
    spelled: dict[str, Any] = _spelled(members)
    return spelled


def _spelled(value: Any) -> Any:
    """``OAuthHttpParameters`` as ``oauth_http_parameters``."""
    if isinstance(value, list):
        return [_spelled(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        _HUMP.sub("_", name.replace("OAuth", "Oauth")).lower(): _spelled(each)
        for name, each in value.items()
    }
