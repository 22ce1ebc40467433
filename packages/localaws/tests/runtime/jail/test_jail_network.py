"""Where a namespace container's connections lead, and where they do not."""

from __future__ import annotations

from typing import Any

import pytest

from .machine import Machine

LOOPBACK = ("127.0.0.1", "127.1.2.3", "0.0.0.0", "::1", "::ffff:127.0.0.1")
NOWHERE = (
    *("lan", "lan mapped", "169.254.169.254", "metadata mapped", "metadata 6", "link-local"),
    "multicast",
)


@pytest.fixture
def outside(machine: Machine) -> str:
    if machine.outside is None:
        pytest.skip("needs root and ip, to make another network")
    return machine.outside[0]


def test_local_ports_of_the_machine_are_not_reached_by_whichever_address(
    seen: dict[str, Any], machine: Machine
) -> None:
    assert {seen["network"][name] for name in LOOPBACK} == {"ECONNREFUSED"}
    assert seen["network"]["lan"] == seen["network"]["lan mapped"] == "ENETUNREACH"
    assert seen["datagram"] == "ENETUNREACH"
    assert machine.reached == []


def test_the_metadata_address_and_its_like_are_not_reached(seen: dict[str, Any]) -> None:
    assert {seen["network"][name] for name in NOWHERE} == {"ENETUNREACH"}


def test_unix_sockets_of_the_machine_are_not_reached(
    seen: dict[str, Any], machine: Machine
) -> None:
    assert seen["network"]["path"] == "ENOENT"
    assert seen["network"]["abstract"] == "ECONNREFUSED"
    assert machine.reached == []


def test_the_embedded_aws_is_reached_from_many_threads(seen: dict[str, Any]) -> None:
    assert seen["aws"] == "seen /one"
    assert seen["aws threads"] == ["seen /many"]


def test_a_proxy_of_this_machine_is_reached_where_the_server_has_one(seen: dict[str, Any]) -> None:
    assert seen["proxy"] == "connected"


def test_what_the_machine_reaches_outward_is_reached(seen: dict[str, Any], outside: str) -> None:
    assert seen["outside"].startswith("outside /two")
    assert seen["closed port"] == "ECONNREFUSED"
    assert seen["datagram outside"] == "ENETUNREACH"


def test_names_are_resolved_by_the_machines_resolver_of_its_loopback(
    seen: dict[str, Any], outside: str
) -> None:
    assert seen["name"] == outside
    assert seen["outside by name"].startswith("outside /three")


def test_connections_that_do_not_block_work(seen: dict[str, Any], outside: str) -> None:
    error, peer, no_delay, blocking, inherited = seen["without blocking"]
    assert (error, peer, no_delay, blocking, inherited) == (0, outside, 1, False, False)
    assert seen["asyncio"].startswith("outside /async")


def test_its_own_servers_are_reached_on_its_own_loopback(seen: dict[str, Any]) -> None:
    assert seen["inside"] == ["mine"] * 5
    assert seen["backlog"] == 3
    assert seen["nobody listens"] == "ECONNREFUSED"
    assert seen["no socket"] == "ENOTSOCK"


def test_a_connection_of_the_machines_cannot_be_led_elsewhere(
    seen: dict[str, Any], machine: Machine, outside: str
) -> None:
    assert seen["again"] == ["EISCONN", outside]
    assert seen["dissolved"] == ["EINVAL", "ENOTSUP", "ECONNREFUSED"]
    assert machine.reached == []


def test_with_network_isolation_there_is_loopback_alone(
    seen_isolated: dict[str, Any], machine: Machine
) -> None:
    assert seen_isolated["aws"] == seen_isolated["proxy"] == "ECONNREFUSED"
    assert {seen_isolated["network"][name] for name in LOOPBACK} == {"ECONNREFUSED"}
    # The second is the kernel's own answer to a link-local address without an interface.
    assert {seen_isolated["network"][name] for name in NOWHERE} <= {"ENETUNREACH", "EINVAL"}
    assert seen_isolated["name"] == "no name"
    assert seen_isolated["inside"] == ["mine"] * 5
    if machine.outside:
        assert seen_isolated["outside"] == "ENETUNREACH"
    assert machine.reached == []
