"""No proxy is asked for what serves on this machine."""

from __future__ import annotations

from stepline.proxies import passed_by


def test_both_spellings_name_this_machine() -> None:
    hosts = "localhost,127.0.0.1,::1"
    assert passed_by({}) == {"NO_PROXY": hosts, "no_proxy": hosts}


def test_what_is_named_already_stays_each_once() -> None:
    found = passed_by({"no_proxy": " a.example, localhost"}, {"NO_PROXY": "b.example,,a.example"})
    assert found["NO_PROXY"] == "a.example,localhost,b.example,127.0.0.1,::1"


def test_an_asterisk_stays_alone() -> None:
    assert passed_by({"NO_PROXY": "a.example,*"})["no_proxy"] == "*"
