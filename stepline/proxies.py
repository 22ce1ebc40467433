"""The way past a company's proxy: no proxy can reach what serves on this machine."""

from __future__ import annotations

from collections.abc import Mapping

VARIABLES = ("NO_PROXY", "no_proxy")
HERE = ("localhost", "127.0.0.1", "::1")


def passed_by(*environments: Mapping[str, str]) -> dict[str, str]:
    """``NO_PROXY`` in both spellings: what these environments name already, and this machine.

    An asterisk stays alone, as it means every host only when nothing stands beside it.
    """
    named = [
        host.strip()
        for environment in environments
        for name in VARIABLES
        for host in environment.get(name, "").split(",")
    ]
    hosts = "*" if "*" in named else ",".join(dict.fromkeys(filter(None, [*named, *HERE])))
    return dict.fromkeys(VARIABLES, hosts)
