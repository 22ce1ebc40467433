"""Log streams for containers, read through CloudWatch Logs' own operations."""

from __future__ import annotations

import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.logs.models import LogGroup, logs_backends

from localaws.clock import Clock
from localaws.this_aws import logs
from localaws.this_aws.metric_samples import MetricName
from localaws.this_aws.metrics import samples_of

ACCOUNT, REGION = "123456789012", "us-east-1"


def stream(*lines: str) -> tuple[LogGroup, logs.ContainerLog]:
    """A stream of its own group with these lines in it."""
    group = f"/test/{uuid.uuid4().hex}"
    log = logs.open_stream(ACCOUNT, REGION, group, "job/algo-1", Clock())
    for line in lines:
        log.write(line)
    return logs_backends[ACCOUNT][REGION].groups[group], log


def pages(group: LogGroup, limit: int | None) -> list[list[str]]:
    """Every page from the first event on, as a client that follows the tokens sees them."""
    found = []
    token: str | None = None
    while True:
        events, _, next_token = group.get_log_events("job/algo-1", "", "", limit, token, True)
        if next_token == token or (not events and token is None):
            return found
        if events:
            found.append([event["message"] for event in events])
        token = next_token


@given(st.lists(st.text("ab", min_size=1, max_size=3), max_size=30), st.integers(1, 12))
def test_pages_show_every_line_once_and_in_order(lines: list[str], limit: int) -> None:
    group, _ = stream(*lines)
    assert [line for page in pages(group, limit) for line in page] == lines


def test_lines_that_come_later_are_behind_the_last_token() -> None:
    group, log = stream("one")
    _, _, token = group.get_log_events("job/algo-1", "", "", None, None, True)
    assert group.get_log_events("job/algo-1", "", "", None, token, True)[0] == []
    log.write("two")
    events, _, _ = group.get_log_events("job/algo-1", "", "", None, token, True)
    assert [event["message"] for event in events] == ["two"]


def test_a_client_may_begin_at_the_end_and_go_back() -> None:
    group, _ = stream(*"abcde")
    events, back, _ = group.get_log_events("job/algo-1", "", "", 2, None, False)
    assert [event["message"] for event in events] == ["d", "e"]
    events, back, _ = group.get_log_events("job/algo-1", "", "", 2, back, False)
    assert [event["message"] for event in events] == ["b", "c"]
    events, back, _ = group.get_log_events("job/algo-1", "", "", 2, back, False)
    assert [event["message"] for event in events] == ["a"]
    assert group.get_log_events("job/algo-1", "", "", 2, back, False)[0] == []


def test_an_answer_has_at_most_ten_thousand_events_and_a_mebibyte() -> None:
    group, _ = stream(*map(str, range(10_001)))
    assert [len(page) for page in pages(group, None)] == [10_000, 1]
    group, _ = stream(*["x" * 60_000] * 20)
    assert [len(page) for page in pages(group, None)] == [17, 3]


def test_times_bound_what_is_read() -> None:
    group, log = stream("a", "b")
    now = log.events.last
    assert len(group.get_log_events("job/algo-1", now - 60_000, now + 1, None, None, True)[0]) == 2
    assert group.get_log_events("job/algo-1", now + 1, None, None, None, True)[0] == []


def test_events_are_found_by_pattern_and_have_ids_of_their_own() -> None:
    group, _ = stream(*(f"line {number}" for number in range(3000)), "the ERROR")
    backend = logs_backends[ACCOUNT][REGION]
    found, _, _ = backend.filter_log_events(group.name, [], 0, 0, 10, None, "ERROR", True)
    assert [event["message"] for event in found] == ["the ERROR"]
    everything, _, _ = backend.filter_log_events(group.name, [], 0, 0, 5000, None, "", True)
    assert len({event["eventId"] for event in everything}) == 3001


def test_a_stream_is_described_without_reading_it() -> None:
    group, _log = stream("a", "bc")
    [described], _ = group.describe_log_streams(False, group.name, "job/", "LogStreamName", 50)
    assert described["logStreamName"] == "job/algo-1"
    assert described["firstEventTimestamp"] <= described["lastEventTimestamp"]
    assert described["storedBytes"] == 3 + 2 * 26


def test_empty_lines_are_left_out_and_long_ones_divided() -> None:
    _, log = stream("", "x" * 200_000)
    parts = [event.message for event in log.events]
    assert "".join(parts) == "x" * 200_000
    assert len(parts) > 1


@pytest.mark.parametrize(
    ("line", "shown"), [("a\tb", "a#011b"), ("\x1b[1m", "#033[1m"), ("日本 é", "日本 é")]
)
def test_control_characters_are_shown_in_octal(line: str, shown: str) -> None:
    assert logs.cleaned(line) == shown


def test_lines_put_through_the_api_are_kept_too() -> None:
    group, log = stream("a")
    group.put_log_events("job/algo-1", [{"timestamp": log.events.last, "message": "b"}])
    assert [event.message for event in log.events] == ["a", "b"]


def test_a_line_in_the_embedded_metric_format_is_metrics_too() -> None:
    namespace, now = uuid.uuid4().hex, Clock().seconds()
    directive = {"Namespace": namespace, "Dimensions": [[]], "Metrics": [{"Name": "Booked"}]}
    said = {"Timestamp": now * 1000, "CloudWatchMetrics": [directive]}
    stream(json.dumps({"_aws": said, "Booked": 3}))
    (sample,) = samples_of(ACCOUNT, REGION).between(MetricName(namespace, "Booked"), 0, 1e12)
    assert sample.sum == 3
