"""What of /etc is an image's, and what the machine's own."""

from __future__ import annotations

import pytest

from localaws.runtime.etc_of_the_machine import holds_credentials, is_shown


@pytest.mark.parametrize(
    ("path", "mode", "shown"),
    [
        ("passwd", 0o644, True),
        ("ssl/certs/ca-certificates.crt", 0o644, True),
        ("ld.so.cache", 0o644, True),
        ("nginx/nginx.conf", 0o644, True),
        ("shadow", 0o644, False),
        ("shadow-", 0o644, False),
        ("anything", 0o640, False),
        ("ssh", 0o755, False),
        ("ssl/private", 0o755, False),
        ("ssl/server.key", 0o644, False),
        ("NetworkManager", 0o755, False),
        ("resolv.conf", 0o644, False),
    ],
)
def test_what_is_the_machines_is_not_shown(path: str, mode: int, shown: bool) -> None:
    assert is_shown(path, mode) is shown


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("index-url = https://user:token@packages.example/simple", True),
        ("//registry.example/:_authToken=abc", True),
        ("_password = abc", True),
        ("-----BEGIN RSA PRIVATE KEY-----", True),
        ("# input_password = secret", False),
        ("index-url = https://packages.example/simple", False),
        ("see mailto:user@example.org", False),
    ],
)
def test_a_file_with_a_password_or_a_key_is_not_shown(text: str, secret: bool) -> None:
    assert holds_credentials(text.encode()) is secret
