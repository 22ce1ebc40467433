"""What a connection adds to a request."""

from __future__ import annotations

import json
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import pytest

from localaws.events.connection_secret import Additions, NoToken, Request, additions
from localaws.events.connections import secret_value

MORE = {
    "InvocationHttpParameters": {
        "HeaderParameters": [{"Key": "X-A", "Value": "1", "IsValueSecret": False}],
        "QueryStringParameters": [{"Key": "q", "Value": "2", "IsValueSecret": False}],
        "BodyParameters": [{"Key": "b", "Value": "3", "IsValueSecret": True}],
    }
}


def nobody(asked: Request) -> bytes:
    raise AssertionError(f"{asked.url} is asked for a token")


def test_a_user_and_a_password() -> None:
    given = {"BasicAuthParameters": {"Username": "user", "Password": "first"}}
    found = additions("BASIC", secret_value(given | MORE), nobody)
    assert found == Additions(
        {"X-A": "1", "Authorization": "Basic dXNlcjpmaXJzdA=="}, {"q": "2"}, {"b": "3"}
    )


def test_a_key() -> None:
    given = {"ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "k"}}
    assert additions("API_KEY", secret_value(given), nobody).headers == {"X-Key": "k"}


def test_a_token_is_asked_for_with_the_clients_credentials() -> None:
    asked: list[Request] = []

    def gives(request: Request) -> bytes:
        asked.append(request)
        return json.dumps({"access_token": "t"}).encode()

    given: dict[str, Any] = {
        "OAuthParameters": {
            "ClientParameters": {"ClientID": "c", "ClientSecret": "s"},
            "AuthorizationEndpoint": "https://auth.example.com/token",
            "HttpMethod": "POST",
            "OAuthHttpParameters": {"QueryStringParameters": [{"Key": "scope", "Value": "all"}]},
        }
    }
    found = additions("OAUTH_CLIENT_CREDENTIALS", secret_value(given), gives)
    assert found.headers == {"Authorization": "Bearer t"}
    (request,) = asked
    assert (request.method, request.url) == ("POST", "https://auth.example.com/token?scope=all")
    assert parse_qs((request.body or b"").decode())["client_id"] == ["c"]
    for said in (b"{}", b"no JSON", b"[]"):
        with pytest.raises(NoToken, match="gave no access token"):
            additions("OAUTH_CLIENT_CREDENTIALS", secret_value(given), partial(_says, said))


def _says(said: bytes, _: Request) -> bytes:
    return said
