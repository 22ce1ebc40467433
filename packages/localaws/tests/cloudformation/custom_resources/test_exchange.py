"""A request is sent, and its response waited for: until it comes, its function fails, or time is up."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.cloudformation.custom_resources.exchange import Exchange, Report
from localaws.cloudformation.custom_resources.request import Request
from localaws.cloudformation.custom_resources.response import Response
from localaws.cloudformation.errors import Refused

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
PAGE = "/_localaws/custom-resource-responses/"


class Bench:
    """An exchange whose requests are kept, and asked in a thread of its own."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.sent: list[dict[str, Any]] = []
        self.reports: list[Report] = []
        self.arrived = threading.Event()
        self.exchange = Exchange(self.clock, "http://localhost:1", "key", self._send)
        self._threads = ThreadPoolExecutor(1)

    def ask(self, **properties: Any) -> Future[Response]:
        given = {"ServiceToken": FUNCTION, **properties}
        asked = Request("Create", "r", "arn:s", "C", "Custom::Thing", given)
        found = self._threads.submit(self.exchange.ask, asked)
        assert self.arrived.wait(5)
        return found

    @property
    def token(self) -> str:
        url: str = self.sent[-1]["ResponseURL"]
        assert url.startswith(f"http://localhost:1{PAGE}")
        assert url.endswith("?AWSAccessKeyId=key")
        return url.partition(PAGE)[2].partition("?")[0]

    def close(self) -> None:
        self.exchange.close()
        self._threads.shutdown()
        self.clock.close()

    def _send(self, arn: str, document: bytes, report: Report) -> None:
        assert arn == FUNCTION
        self.sent.append(json.loads(document))
        self.reports.append(report)
        self.arrived.set()


@pytest.fixture
def bench() -> Iterator[Bench]:
    found = Bench()
    yield found
    found.close()


def body(**said: Any) -> bytes:
    ids = {"StackId": "arn:s", "RequestId": "r", "LogicalResourceId": "C"}
    return json.dumps({"Status": "SUCCESS", "PhysicalResourceId": "p", **ids, **said}).encode()


def test_the_response_is_what_was_put_to_its_address(bench: Bench) -> None:
    found = bench.ask()
    assert bench.exchange.receive(bench.token, body())
    assert found.result(5) == Response("p")


def test_an_address_cannot_be_guessed_and_its_first_response_counts(bench: Bench) -> None:
    found = bench.ask()
    assert len(bench.token) >= 43
    assert not bench.exchange.receive("guess", body())
    assert bench.exchange.receive(bench.token, body())
    assert bench.exchange.receive(bench.token, body(PhysicalResourceId="q"))
    assert found.result(5) == Response("p")


def test_a_function_that_failed_ends_the_wait(bench: Bench) -> None:
    found = bench.ask()
    bench.reports[-1]("it broke")
    assert found.result(5) == Response(failure="it broke")


def test_a_response_counts_though_its_function_failed_afterwards(bench: Bench) -> None:
    found = bench.ask()
    bench.exchange.receive(bench.token, body())
    bench.reports[-1]("it broke")
    assert found.result(5) == Response("p")


def test_a_function_that_returned_may_have_somebody_respond_later(bench: Bench) -> None:
    found = bench.ask()
    bench.reports[-1](None)
    assert not found.done()
    bench.exchange.receive(bench.token, body())
    assert found.result(5) == Response("p")


@pytest.mark.parametrize(("given", "seconds"), [({}, 3600), ({"ServiceTimeout": 60}, 60)])
def test_who_never_responds_has_an_hour_or_what_is_said(
    bench: Bench, given: dict[str, Any], seconds: int
) -> None:
    found = bench.ask(**given)
    bench.clock.move(seconds - 5)
    assert not found.done()
    bench.clock.move(5)
    said = found.result(5).failure or ""
    assert said.startswith("CloudFormation did not receive a response from your Custom Resource.")
    assert "requestId [r]" in said


def test_a_server_that_stops_waits_for_nobody(bench: Bench) -> None:
    found = bench.ask()
    bench.exchange.close()
    assert found.result(5).failure == "the embedded AWS was stopped"
    with pytest.raises(Refused, match="being stopped"):
        bench.ask().result(5)


def test_who_is_not_there_is_not_waited_for() -> None:
    def send(arn: str, document: bytes, report: Callable[[str | None], None]) -> None:
        raise KeyError(arn)

    exchange = Exchange(Clock(), "http://localhost:1", "key", send)
    with pytest.raises(KeyError):
        exchange.ask(Request("Create", "r", "s", "C", "Custom::T", {"ServiceToken": FUNCTION}))
