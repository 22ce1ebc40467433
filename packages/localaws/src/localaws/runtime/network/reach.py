"""Where a container may connect to. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from localaws.runtime.inside import RESOLVER

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# inside: the container's own loopback. outside: connected in the machine's network. resolver: the
# machine's own name server stands for it. refused: there is no way.
Verdict = Literal["inside", "outside", "resolver", "refused"]

# Where clouds answer a machine's questions for its credentials, beside the link-local addresses.
_METADATA = [
    ipaddress.ip_network(network)
    for network in (
        *("fd00:ec2::/32", "fd20:ce::254/128"),  # AWS, Google
        *("168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32"),  # Azure, Alibaba, Oracle
    )
]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAMES = ("localhost", "ip6-localhost", "localhost.localdomain")


@dataclass(frozen=True)
class Reach:
    """What of the machine itself a container reaches.

    Attributes:
        loopback: ports of the machine's loopback: the embedded AWS's, and a proxy's.
        own: addresses of the machine with a port, where a proxy is named so.
    """

    loopback: frozenset[int] = frozenset()
    own: frozenset[tuple[Address, int]] = frozenset()


def reach(machine: Mapping[str, str]) -> Reach:
    """What the server's own environment names; never the container's, which anybody may write."""
    loopback, own = set(), set()
    for name, value in machine.items():
        is_proxy = name.lower() in ("http_proxy", "https_proxy", "all_proxy")
        if name != "AWS_ENDPOINT_URL" and not is_proxy:
            continue
        try:
            parts = urlsplit(value if "://" in value else f"http://{value}")
            port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 1080)
            host = parts.hostname or ""
            if host in _LOCAL_NAMES:
                loopback.add(port)
                continue
            address = meant_by(ipaddress.ip_address(host))
        except ValueError:
            continue  # no address of this machine: a name is judged by where it leads
        if address.is_loopback:
            loopback.add(port)
        elif is_proxy:
            own.add((address, port))
    return Reach(frozenset(loopback), frozenset(own))


def judge(address: Address, port: int, of_the_machine: bool, allowed: Reach) -> Verdict:
    """What becomes of a connection.

    Args:
        of_the_machine: the address is one of this machine's own, on whichever interface.
    """
    meant = meant_by(address)
    if meant == ipaddress.ip_address(RESOLVER) and port == 53:
        return "resolver"
    if meant.is_loopback or meant.is_unspecified:
        return "outside" if port in allowed.loopback else "inside"
    if meant.is_link_local or meant.is_multicast or any(meant in net for net in _METADATA):
        return "refused"
    if meant.is_reserved and not isinstance(meant, ipaddress.IPv6Address):
        return "refused"  # 240.0.0.0/4 and the broadcast address
    if of_the_machine:
        return "outside" if (meant, port) in allowed.own else "refused"
    return "outside"


def meant_by(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, where it stands for one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour or address
    low = int(address) & 0xFFFFFFFF
    if address in _NAT64 or (int(address) >> 32 == 0 and low > 1):  # the second: ::a.b.c.d
        return ipaddress.IPv4Address(low)
    return ipaddress.IPv6Address(int(address))  # without a scope
