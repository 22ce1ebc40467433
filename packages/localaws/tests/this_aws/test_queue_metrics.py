"""What queues publish, on a region of its own and without a server."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from moto.sqs.models import SQSBackend, sqs_backends

from localaws.clock import Clock
from localaws.this_aws import metrics
from localaws.this_aws.metric_samples import MetricName
from localaws.this_aws.queue_metrics import Held, QueueMetrics, data

VISIBLE = MetricName(
    "AWS/SQS", "ApproximateNumberOfMessagesVisible", frozenset({("QueueName", "dead")})
)


@pytest.fixture
def queues(monkeypatch: pytest.MonkeyPatch) -> SQSBackend:
    made = SQSBackend("eu-north-1", "123456789012")
    monkeypatch.setitem(sqs_backends["123456789012"], "eu-north-1", made)
    made.create_queue("dead", region="eu-north-1")
    return made


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    yield clock
    clock.close()


def values(held: list[Held], moment: float) -> dict[str, float]:
    return {each.name: each.value for each in data("work", held, moment)}


def test_a_message_counts_where_it_is() -> None:
    seen, taken, late = Held(30, 0, 0), Held(10, 10, 70), Held(50, 100, 0)
    assert values([seen, taken, late], 60) == {
        "ApproximateNumberOfMessagesVisible": 1,
        "ApproximateNumberOfMessagesNotVisible": 1,
        "ApproximateNumberOfMessagesDelayed": 1,
        "ApproximateAgeOfOldestMessage": 50,
    }


def test_a_message_that_comes_later_does_not_count() -> None:
    assert set(values([Held(61, 0, 0)], 60).values()) == {0}


def test_every_minute_that_the_clock_is_moved_over_is_published(
    queues: SQSBackend, clock: Clock
) -> None:
    publisher = QueueMetrics(clock)
    publisher.start()
    queues.send_message("dead", "broken")
    clock.move(300)
    published = metrics.samples_of("123456789012", "eu-north-1")
    found = published.between(VISIBLE, time.time() - 120, clock.seconds())
    publisher.stop()
    assert [sample.sum for sample in found][-4:] == [1.0] * 4


def test_a_queue_that_was_empty_for_long_publishes_no_more(
    queues: SQSBackend, clock: Clock
) -> None:
    publisher = QueueMetrics(clock)
    publisher.start()
    clock.move(7 * 3600)
    published = metrics.samples_of("123456789012", "eu-north-1")
    before = len(published.between(VISIBLE, 0, clock.seconds() + 7200))
    clock.move(3600)
    publisher.stop()
    assert len(published.between(VISIBLE, 0, clock.seconds() + 7200)) == before


def test_a_queue_with_messages_is_not_forgotten(queues: SQSBackend, clock: Clock) -> None:
    publisher = QueueMetrics(clock)
    publisher.start()
    queues.send_message("dead", "broken")
    clock.move(24 * 3600)
    publisher.stop()
    published = metrics.samples_of("123456789012", "eu-north-1")
    now = clock.seconds()
    assert published.between(VISIBLE, now - 120, now)[-1].sum == 1.0
