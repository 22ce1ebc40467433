"""Reading a queue for a function: moto's queue, a clock that is moved, and a function that is none."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from moto.sqs import models
from moto.sqs.models import SQSBackend

from localaws.clock import Clock
from localaws.functions.execution.executor import Throttled
from localaws.functions.execution.invocation import Outcome
from localaws.functions.functions import Call
from localaws.functions.sources.book import Sources
from localaws.functions.sources.mapping import REPORT_FAILURES, EventSourceMapping
from localaws.functions.sources.queue import Unreadable
from localaws.functions.sources.records import Message
from localaws.messages.arrivals import Queue
from localaws.protocols.refusal import Refusal

from ...waiting import until

ACCOUNT, REGION = "123456789012", "eu-west-1"
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:work"
QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:work"
FAILED = Outcome(b'{"errorMessage": "no"}', "$LATEST", "Unhandled")
DONE = Outcome(b"null", "$LATEST")


@dataclass
class Function:
    """Stands for ``Functions``: ends each invocation at once, as it is told, or leaves it running."""

    responses: list[Any] = field(default_factory=list)  # outcomes, refusals; None: it runs on
    otherwise: Outcome | None = DONE
    events: list[list[dict[str, Any]]] = field(default_factory=list)

    def invoke(self, call: Call, report: Callable[[Outcome], None]) -> str:
        self.events.append(json.loads(call.payload)["Records"])
        answer = self.responses.pop(0) if self.responses else self.otherwise
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            report(answer)
        return "request"

    def bodies(self) -> list[list[str]]:
        return [[record["body"] for record in event] for event in self.events]


class World:
    """A queue, its dead-letter queue, and a function that reads it."""

    def __init__(self, backend: SQSBackend, clock: Clock) -> None:
        self.backend = backend
        self.clock = clock
        self.function = Function()
        self.sources = Sources(
            self.function,  # type: ignore[arg-type]
            clock,
            lambda text: lambda event: text in event,
            lambda arn: MotoQueue(backend, arn.rpartition(":")[2]),
        )

    def reads(self, **members: Any) -> EventSourceMapping:
        mapping = replace(EventSourceMapping("u", FUNCTION, QUEUE), **members)
        self.sources.add(mapping)
        return mapping

    def send(self, *bodies: str, **members: Any) -> None:
        for body in bodies:
            self.backend.send_message("work", body, **members)

    def look(self) -> None:
        """Return when the consumers have done all that they were asked to do until now."""
        done = threading.Event()
        self.sources._submit(done.set)
        assert done.wait(5)

    def left(self, queue: str = "work") -> list[str]:
        return [message.body for message in self.backend.get_queue(queue)._messages]


@dataclass
class MotoQueue:
    backend: SQSBackend
    name: str

    def receive(self, most: int) -> list[Message]:
        if self.name not in self.backend.queues:
            raise Unreadable(self.name)
        timeout = self.backend.get_queue(self.name).visibility_timeout
        found = self.backend.receive_message(self.name, most, 0, timeout, ["All"])
        return [
            {
                "MessageId": each.id,
                "ReceiptHandle": each.receipt_handle,
                "Body": each.body,
                "MD5OfBody": each.body_md5,
                "Attributes": {"ApproximateReceiveCount": str(each.approximate_receive_count)},
            }
            for each in found
        ]

    def delete(self, handles: list[str]) -> None:
        for handle in handles:
            self.backend.delete_message(self.name, handle)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    clock = Clock()
    backend = SQSBackend(REGION, ACCOUNT)
    monkeypatch.setitem(models.sqs_backends[ACCOUNT], REGION, backend)
    monkeypatch.setattr(models, "Queue", Queue)
    monkeypatch.setattr(models, "unix_time", lambda *_: clock.seconds())
    monkeypatch.setattr(models, "unix_time_millis", lambda *_: clock.seconds() * 1000)
    backend.create_queue("dead", region=REGION)
    redrive = {"deadLetterTargetArn": f"{QUEUE[:-4]}dead", "maxReceiveCount": 2}
    backend.create_queue("work", region=REGION, RedrivePolicy=json.dumps(redrive))
    made = World(backend, clock)
    yield made
    made.sources.close()
    clock.close()


def test_a_message_reaches_the_function_and_is_deleted(world: World) -> None:
    world.reads()
    world.send("one")
    until(lambda: world.function.bodies() == [["one"]] and world.left() == [])
    (record,) = world.function.events[0]
    assert record["eventSourceARN"] == QUEUE


def test_what_lies_there_already_comes_in_batches(world: World) -> None:
    world.send(*"abcde")
    world.reads(batch=2)
    until(lambda: world.left() == [])
    assert world.function.bodies() == [["a", "b"], ["c", "d"], ["e"]]


def test_a_batching_window_gathers(world: World) -> None:
    world.reads(batch=100, window=20)
    world.send("a")
    world.send("b")
    world.look()
    assert world.function.events == []
    world.clock.move(20)
    until(lambda: world.function.bodies() == [["a", "b"]])


def test_a_whole_batch_waits_for_no_window(world: World) -> None:
    world.reads(batch=2, window=300)
    world.send("a", "b")
    until(lambda: world.function.bodies() == [["a", "b"]])


def test_a_consumer_that_always_fails_fills_the_dead_letter_queue(world: World) -> None:
    world.function.otherwise = FAILED
    world.reads()
    world.send("bad")
    until(lambda: len(world.function.events) == 1)
    world.clock.move(31)
    until(lambda: len(world.function.events) == 2)
    world.clock.move(31)
    until(lambda: world.left("dead") == ["bad"])
    assert world.left() == []
    assert [
        event[0]["attributes"]["ApproximateReceiveCount"] for event in world.function.events
    ] == [
        "1",
        "2",
    ]


def test_only_what_is_reported_comes_back(world: World) -> None:
    world.function.otherwise = None
    world.reads(responses=(REPORT_FAILURES,))
    reports: list[Callable[[Outcome], None]] = []

    def invoke(call: Call, report: Callable[[Outcome], None]) -> str:
        world.function.events.append(json.loads(call.payload)["Records"])
        reports.append(report)
        return "request"

    world.function.invoke = invoke  # type: ignore[method-assign]
    world.send("good", "bad")
    until(lambda: sum(len(event) for event in world.function.events) == 2)
    bad = next(r["messageId"] for e in world.function.events for r in e if r["body"] == "bad")
    answer = json.dumps({"batchItemFailures": [{"itemIdentifier": bad}]}).encode()
    for event, report in zip(world.function.events, reports, strict=True):
        has_it = any(record["messageId"] == bad for record in event)
        report(Outcome(answer, "$LATEST") if has_it else DONE)
    until(lambda: world.left() == ["bad"])


def test_a_message_that_passes_no_filter_is_deleted(world: World) -> None:
    world.reads(filters=("wanted",))
    world.send("other", "wanted")
    until(lambda: world.left() == [])
    assert world.function.bodies() == [["wanted"]]


def test_no_more_run_at_once_than_may(world: World) -> None:
    world.function.otherwise = None
    world.reads(batch=1, most=2)
    world.send(*"abcd")
    until(lambda: len(world.function.events) == 2)
    world.look()
    assert world.function.bodies() == [["a"], ["b"]]


def test_a_throttled_batch_is_tried_again_within_its_visibility(world: World) -> None:
    world.function.responses = [Throttled("ReservedFunctionConcurrentInvocationLimitExceeded")] * 2
    world.reads()
    world.send("a")
    until(lambda: len(world.function.events) == 1)
    world.clock.move(1)
    until(lambda: len(world.function.events) == 2)
    world.clock.move(2)
    until(lambda: len(world.function.events) == 3)
    until(lambda: world.left() == [])


def test_messages_of_a_function_that_is_gone_stay(world: World) -> None:
    world.function.responses = [Refusal("ResourceNotFoundException", "Function not found", 404)]
    world.reads()
    world.send("a")
    until(lambda: len(world.function.events) == 1)
    assert world.left() == ["a"]


def test_a_delayed_message_comes_later(world: World) -> None:
    world.reads()
    world.send("later", delay_seconds=60)
    world.look()
    assert world.function.events == []
    world.clock.move(61)
    until(lambda: world.function.bodies() == [["later"]])


def test_a_disabled_mapping_reads_nothing_until_it_is_enabled(world: World) -> None:
    mapping = world.reads(enabled=False)
    world.send("a")
    world.look()
    assert world.function.events == []
    world.sources.change(replace(mapping, enabled=True))
    until(lambda: world.function.bodies() == [["a"]])


def test_nothing_is_read_for_a_removed_mapping(world: World) -> None:
    world.sources.remove(world.reads().uuid)
    world.send("a")
    world.look()
    assert world.function.events == []
    with pytest.raises(Refusal, match="does not exist"):
        world.sources.get("u")


def test_a_function_has_a_queue_once(world: World) -> None:
    world.reads()
    with pytest.raises(Refusal, match="already exists"):
        world.sources.add(EventSourceMapping("v", FUNCTION, QUEUE))


def test_a_queue_that_comes_later_is_found(world: World) -> None:
    world.backend.delete_queue("work")
    world.reads()
    world.look()
    world.backend.create_queue("work", region=REGION)
    world.send("a")
    until(lambda: world.function.bodies() == [["a"]])
