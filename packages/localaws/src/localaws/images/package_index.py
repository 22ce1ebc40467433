"""When no package index can be reached: what pip and uv say of it, as one sentence. Pure.

By themselves they try each address many times over and then say that there is no such package, which
sends people to look for a mistake in their requirements. The texts are those of pip 23 to 26 and of uv.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# Attempts after the first one, of each address; the user's own setting goes before.
TRIES = {"PIP_RETRIES": "1", "UV_HTTP_RETRIES": "1"}

_PIP = re.compile(
    r"Retrying \(Retry\(total=0.*?connection broken by '(?P<why>.*)': (?P<where>\S+)$"
)
_UV_WHERE = re.compile(r"Failed to fetch: `?(?P<where>[^`\s]+)`?")
_UV_WHY = re.compile(r"client error \(Connect\)|dns error|tcp connect error|tunnel error")
# What stands deepest in the nested errors of pip, or is the last cause of uv's.
_REASONS = (
    re.compile(r"(Tunnel connection failed: [^'\")]+)"),
    re.compile(r"\[Errno -?\d+\] (?P<why>[^'\")]+)"),
    re.compile(r"(certificate verify failed[^'\")]*)"),
    re.compile(r"(Cannot connect to proxy|Read timed out|timed out|Remote end closed connection)"),
)


def settings(present: Mapping[str, str]) -> dict[str, str]:
    """Variables that make both give an index up within seconds."""
    return {name: value for name, value in TRIES.items() if name not in present}


def unreachable(lines: Sequence[str]) -> str | None:
    """The sentence, if what they wrote on standard error is that no index was reached."""
    found = _of_pip(lines) or _of_uv(lines)
    if found is None:
        return None
    package, why = found
    return (
        f"no package index could be reached to look for {package} ({why}). Is this machine offline? "
        "Mend its network or its proxy (HTTPS_PROXY), or name an index that it can reach: PIP_INDEX_URL "
        "or PIP_FIND_LINKS for pip, UV_DEFAULT_INDEX or UV_FIND_LINKS for uv"
    )


def _of_pip(lines: Sequence[str]) -> tuple[str, str] | None:
    """The last address that was given up, if nothing was found anywhere else."""
    if not any("No matching distribution found" in line for line in lines):
        return None
    given_up = [found for line in lines if (found := _PIP.search(line.strip()))]
    return (_package(given_up[-1]["where"]), _why(given_up[-1]["why"])) if given_up else None


def _of_uv(lines: Sequence[str]) -> tuple[str, str] | None:
    text = "\n".join(lines)
    where = _UV_WHERE.search(text)
    if where is None or not _UV_WHY.search(text):
        return None
    last = [line.strip() for line in lines if line.strip()][-1]
    return _package(where["where"]), last.removeprefix("cause: ").removeprefix("Caused by: ")


def _package(address: str) -> str:
    """The last part of an address such as ``/simple/requests/``."""
    return address.rstrip("/").rsplit("/", 1)[-1]


def _why(text: str) -> str:
    for pattern in _REASONS:
        if found := pattern.search(text):
            return found[1].strip()
    return text[:120]
