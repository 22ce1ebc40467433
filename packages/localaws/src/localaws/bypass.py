"""The way past a company's proxy: no proxy can reach an embedded AWS on this machine."""

from __future__ import annotations

from collections.abc import Mapping

VARIABLES = ("NO_PROXY", "no_proxy")
HERE = ("localhost", "127.0.0.1", "::1")


def no_proxy(environment: Mapping[str, str]) -> dict[str, str]:
    """``NO_PROXY`` in both spellings: the hosts that the environment names already, and this machine.

    An asterisk stays alone, as it means every host only when nothing stands beside it.
    """
    named = [host.strip() for name in VARIABLES for host in environment.get(name, "").split(",")]
    hosts = "*" if "*" in named else ",".join(dict.fromkeys(filter(None, [*named, *HERE])))
    return dict.fromkeys(VARIABLES, hosts)
