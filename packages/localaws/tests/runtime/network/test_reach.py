"""Where a container may connect to."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from localaws.runtime.network.reach import Reach, Verdict, judge, reach

AWS = 4566
ALLOWED = Reach(frozenset({AWS, 3128}), frozenset({(ip_address("192.0.2.7"), 3129)}))


@pytest.mark.parametrize(
    ("address", "port", "own", "verdict"),
    [
        ("127.0.0.1", AWS, True, "outside"),
        ("::1", AWS, True, "outside"),
        ("::ffff:127.0.0.1", 3128, True, "outside"),
        ("127.0.0.1", 22, True, "inside"),
        ("127.200.0.1", 22, True, "inside"),
        ("::1", 22, True, "inside"),
        ("0.0.0.0", 22, True, "inside"),
        ("::", 22, True, "inside"),
        ("::ffff:127.0.0.1", 22, True, "inside"),
        ("64:ff9b::7f00:1", 22, False, "inside"),
        ("127.0.0.11", 53, True, "resolver"),
        ("127.0.0.11", 54, True, "inside"),
        ("127.0.0.53", 53, True, "inside"),
        ("192.0.2.7", 22, True, "refused"),
        ("192.0.2.7", 3129, True, "outside"),
        ("192.0.2.7", AWS, True, "refused"),
        ("fd00::2", 80, True, "refused"),
        ("169.254.169.254", 80, False, "refused"),
        ("169.254.170.2", 80, False, "refused"),
        ("::ffff:169.254.169.254", 80, False, "refused"),
        ("64:ff9b::a9fe:a9fe", 80, False, "refused"),
        ("2002:a9fe:a9fe::1", 80, False, "refused"),
        ("::169.254.169.254", 80, False, "refused"),
        ("fd00:ec2::254", 80, False, "refused"),
        ("fe80::1", 80, False, "refused"),
        ("fe80::1%2", 80, False, "refused"),
        ("100.100.100.200", 80, False, "refused"),
        ("168.63.129.16", 80, False, "refused"),
        ("224.0.0.1", 80, False, "refused"),
        ("ff02::1", 80, False, "refused"),
        ("255.255.255.255", 80, False, "refused"),
        ("10.0.0.1", 443, False, "outside"),
        ("192.168.1.9", 5432, False, "outside"),
        ("52.95.110.1", 443, False, "outside"),
        ("64:ff9b::345f:6e01", 443, False, "outside"),
        ("2600:1f14::1", 443, False, "outside"),
    ],
)
def test_an_address_is_judged_by_what_it_means(
    address: str, port: int, own: bool, verdict: Verdict
) -> None:
    assert judge(ip_address(address), port, own, ALLOWED) == verdict


def test_the_embedded_aws_and_a_proxy_of_this_machine_are_what_the_environment_names() -> None:
    assert reach(
        {
            "AWS_ENDPOINT_URL": "http://localhost:4566",
            "HTTPS_PROXY": "http://user:word@127.0.0.1:3128",
            "http_proxy": "localhost:3130",
            "ALL_PROXY": "http://192.0.2.7:3129",
            "HTTP_PROXY": "http://proxy.example:8080",
            "NO_PROXY": "localhost:1",
            "AWS_ENDPOINT_URL_DYNAMODB": "http://localhost:8000",
            "DATABASE_URL": "postgres://localhost:5432/x",
        }
    ) == Reach(frozenset({4566, 3128, 3130}), frozenset({(ip_address("192.0.2.7"), 3129)}))


def test_nothing_of_this_machine_is_reached_where_nothing_is_named() -> None:
    assert reach({"AWS_ENDPOINT_URL": "https://sts.eu-west-1.amazonaws.com", "HTTP_PROXY": ""}) == (
        Reach()
    )
