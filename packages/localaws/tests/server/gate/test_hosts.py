"""By which names this machine may be called."""

from __future__ import annotations

import pytest

from localaws.server.gate.hosts import is_loopback, name_in


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("localhost", "localhost"),
        ("LocalHost:4566", "localhost"),
        ("a_b.localhost:1", "a_b.localhost"),
        ("[::1]:65535", "[::1]"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_a_host_has_a_name(host: str, name: str) -> None:
    assert name_in(host) == name


@pytest.mark.parametrize(
    "host", ["", ":1", "a b", "localhost:", "localhost:65536", "localhost:x", "[::1", "a/b", "a@b"]
)
def test_what_is_no_host_has_none(host: str) -> None:
    assert name_in(host) is None


@pytest.mark.parametrize(
    "name",
    ["localhost", "b.localhost", "b.s3.localhost", "127.0.0.1", "127.9.9.9", "[::1]",
     "[::ffff:127.0.0.1]", "x" * 63 + ".localhost"],
)  # fmt: skip
def test_these_mean_this_machine(name: str) -> None:
    assert is_loopback(name)


@pytest.mark.parametrize(
    "name",
    ["localhost.", "xlocalhost", ".localhost", "a..localhost", "-a.localhost", "a-.localhost",
     "x" * 64 + ".localhost", "localhost.evil.example", "126.0.0.1", "128.0.0.1", "0.0.0.0",
     "2130706433", "127.1", "0127.0.0.1", "[::]", "[::2]", "[::ffff:8.8.8.8]", "[fe80::1%lo]"],
)  # fmt: skip
def test_these_do_not(name: str) -> None:
    assert not is_loopback(name)
