"""Which names a request may call this server by: nothing that a stranger's DNS could make it.

A page of ``evil.example`` whose name is made to mean 127.0.0.1 (DNS rebinding) is, to its browser,
of the same origin as we are. What gives it away is the name that it has to ask for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address

_HOST = re.compile(
    r"(?P<name>[a-z0-9._-]{1,255}|\[(?P<v6>[0-9a-f:.]{2,45})\])(?::(?P<port>\d{1,5}))?"
)
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")


@lru_cache(maxsize=256)
def name_in(host: str) -> str | None:
    """The host's name in lower case, without its port; None where it is no host at all."""
    found = _HOST.fullmatch(host.lower())
    if found is None or (found["port"] and int(found["port"]) > 65535):
        return None
    return found["name"]


@lru_cache(maxsize=256)
def is_loopback(name: str) -> bool:
    """Whether a name (``name_in``) means this machine whatever DNS says.

    ``localhost`` and what is below it (``bucket.localhost``), 127.0.0.0/8 as four numbers, ``[::1]``.
    Other spellings of an address (decimal, hexadecimal, 0.0.0.0, a zone, a dot at the end) are none.
    """
    if name == "localhost":
        return True
    if name.endswith(".localhost"):
        return all(_LABEL.fullmatch(label) for label in name.split("."))
    try:
        if name.startswith("["):
            address = IPv6Address(name[1:-1])
            mapped = address.ipv4_mapped
            return mapped.is_loopback if mapped else address.is_loopback
        return IPv4Address(name).is_loopback
    except AddressValueError:
        return False
