"""A machine behind a company's proxy, in a region far away: nothing that stays here goes that way."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from .conftest import Terminal
from .test_sagemaker_sdk import Outside, outside

__all__ = ["outside"]

pytestmark = pytest.mark.end_to_end


@dataclass(frozen=True)
class Behind(Terminal):
    """A terminal whose every way out is the proxy."""

    proxy: str = ""

    def environment(self) -> dict[str, str]:
        names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
        inherited = {k: v for k, v in super().environment().items() if k.lower() != "no_proxy"}
        return inherited | dict.fromkeys(names, self.proxy)


def test_all_of_it_works_there(fresh: Terminal, outside: Outside) -> None:
    proxy = f"http://127.0.0.1:{outside.server.server_port}"
    behind = Behind(fresh.home, proxy=proxy)
    # bank's image is AWS's own: nothing is installed, as that would have to go through the proxy.
    behind.run("up", "--port", "0", "--region", "ap-northeast-1")
    assert "is CREATE_COMPLETE" in behind.run("deploy", "bank")
    assert "stateMachine:stepline-bank-dev" in behind.run("status", "bank").replace("\n", "")
    machines = fresh.client("stepfunctions").list_state_machines()["stateMachines"]
    assert {each["stateMachineArn"].split(":")[3] for each in machines} == {"ap-northeast-1"}
    said = behind.run("exec", "--", "aws", "s3api", "list-buckets", "--query", "Buckets[].Name")
    assert "stepline-bank-dev" in said
    behind.run("down")
    assert not [asked for asked in outside.asked if "localhost" in asked or "127.0.0.1" in asked]
