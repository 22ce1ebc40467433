"""No proxy is asked for what serves on this machine."""

from __future__ import annotations

from urllib.request import proxy_bypass_environment

import pytest

from stepline.proxies import passed_by

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
    assert passed_by(present) == {"NO_PROXY": hosts, "no_proxy": hosts}
    for host in ("localhost", "127.0.0.1"):
        assert proxy_bypass_environment(host, {"no": hosts})


def test_both_spellings_name_this_machine() -> None:
    hosts = "localhost,127.0.0.1,::1"
    assert passed_by({}) == {"NO_PROXY": hosts, "no_proxy": hosts}


def test_what_is_named_already_stays_each_once() -> None:
    found = passed_by({"no_proxy": " a.example, localhost"}, {"NO_PROXY": "b.example,,a.example"})
    assert found["NO_PROXY"] == "a.example,localhost,b.example,127.0.0.1,::1"


def test_an_asterisk_stays_alone() -> None:
    assert passed_by({"NO_PROXY": "a.example,*"})["no_proxy"] == "*"
