"""Past the proxy: in both spellings, with what the user has already."""

from __future__ import annotations

from urllib.request import proxy_bypass_environment

import pytest

from localaws import bypass
from localaws.runtime.command import passed_on

HERE = "localhost,127.0.0.1,::1"


@pytest.mark.parametrize(
    ("present", "hosts"),
    [
        ({}, HERE),
        ({"NO_PROXY": ""}, HERE),
        ({"NO_PROXY": "a.example, .b.example"}, f"a.example,.b.example,{HERE}"),
        ({"no_proxy": "a.example", "NO_PROXY": "b.example"}, f"b.example,a.example,{HERE}"),
        ({"NO_PROXY": "127.0.0.1"}, "127.0.0.1,localhost,::1"),
        ({"no_proxy": HERE, "NO_PROXY": HERE}, HERE),
        ({"no_proxy": "*"}, "*"),
        ({"no_proxy": "a.example,*"}, "*"),
    ],
)
def test_what_the_user_has_comes_first(present: dict[str, str], hosts: str) -> None:
    assert bypass.no_proxy(present) == {"NO_PROXY": hosts, "no_proxy": hosts}
    for host in ("localhost", "127.0.0.1"):
        assert proxy_bypass_environment(host, {"no": hosts})


@pytest.mark.parametrize("name", ["HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_a_job_gets_it_where_there_is_a_proxy(name: str) -> None:
    passed = passed_on({name: "http://proxy:1", "NO_PROXY": "a.example"})
    both = f"a.example,{HERE}"
    assert passed == {name: "http://proxy:1", "NO_PROXY": both, "no_proxy": both}


def test_a_job_gets_nothing_where_there_is_none() -> None:
    assert passed_on({"NO_PROXY": "a.example", "SSL_CERT_FILE": "/ca"}) == {"SSL_CERT_FILE": "/ca"}
