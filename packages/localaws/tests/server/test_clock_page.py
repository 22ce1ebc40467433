"""The page of the clock: it tells the time, and moves it in a server that was started for that."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from localaws.clock import Clock
from localaws.server.clock_page import ClockPage
from localaws.server.embedded import EmbeddedAWS

HOUR = 3600


def ask(page: ClockPage, method: str, body: str = "") -> tuple[str, dict[str, Any]]:
    given = body.encode()
    environ = {
        "REQUEST_METHOD": method,
        "CONTENT_LENGTH": str(len(given)),
        "wsgi.input": io.BytesIO(given),
    }
    return page.respond(environ)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def page(clock: Clock) -> ClockPage:
    return ClockPage(clock, movable=True)


def test_it_tells_the_time(page: ClockPage) -> None:
    status, told = ask(page, "GET")
    assert status == "200 OK"
    moment = datetime.fromisoformat(told["now"])
    assert abs((moment - datetime.now(UTC)).total_seconds()) < HOUR
    assert told["now"].endswith("Z")
    assert (told["moved_seconds"], told["movable"]) == (0, True)


@pytest.mark.parametrize("by", [0, 1, 0.5, HOUR])
def test_it_lets_seconds_pass(page: ClockPage, clock: Clock, by: float) -> None:
    status, told = ask(page, "POST", json.dumps({"seconds": by}))
    assert status == "200 OK"
    assert told["moved_seconds"] == clock.moved == by


@pytest.mark.parametrize(
    "text", ["2200-01-01T03:00:00Z", "2200-01-01T04:00:00+01:00", "2200-01-01T03:00"]
)
def test_it_moves_to_a_moment(page: ClockPage, clock: Clock, text: str) -> None:
    assert ask(page, "POST", json.dumps({"to": text}))[0] == "200 OK"
    left = clock.now() - datetime(2200, 1, 1, 3, tzinfo=UTC)
    assert abs(left.total_seconds()) < HOUR


@pytest.mark.parametrize(
    "body",
    [
        "",
        "now",
        "[]",
        "3600",
        "{}",
        '{"seconds": true}',
        '{"seconds": "3600"}',
        '{"seconds": null}',
        '{"seconds": -1}',
        '{"seconds": NaN}',
        '{"seconds": 1e300}',
        '{"seconds": 1, "to": "2200-01-01T03:00:00Z"}',
        '{"to": "tomorrow"}',
        '{"to": "2001-01-01T00:00:00Z"}',
        "[" * 100_000,
    ],
)
def test_what_is_not_understood_moves_nothing_and_is_one_sentence(
    page: ClockPage, clock: Clock, body: str
) -> None:
    status, told = ask(page, "POST", body)
    assert status == "400 Bad Request"
    assert len(told["error"]) < 300
    assert clock.moved == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD"])
def test_other_methods_do_nothing(page: ClockPage, method: str) -> None:
    assert ask(page, method)[0] == "405 Method Not Allowed"


def test_nobody_moves_it_unless_that_was_allowed(clock: Clock) -> None:
    status, told = ask(ClockPage(clock, movable=False), "POST", '{"seconds": 1}')
    assert status == "403 Forbidden"
    assert "--movable-clock" in told["error"]
    assert clock.moved == 0


def test_all_services_have_the_time_that_it_was_moved_to(tmp_path: Path) -> None:
    with EmbeddedAWS(home=tmp_path, options=["--movable-clock"]) as aws:
        aws.move_clock(48 * HOUR)
        aws.client("s3").create_bucket(Bucket="made-later")
        aws.client("sns").create_topic(Name="topic")
        response = aws.client("sts").assume_role(
            RoleArn="arn:aws:iam::123456789012:role/r", RoleSessionName="session"
        )
        (bucket,) = aws.client("s3").list_buckets()["Buckets"]
        later = datetime.now(UTC).timestamp() + 48 * HOUR
        assert abs(bucket["CreationDate"].timestamp() - later) < HOUR
        assert abs(response["Credentials"]["Expiration"].timestamp() - later - HOUR) < HOUR
        date = response["ResponseMetadata"]["HTTPHeaders"]["date"]
        assert (
            abs(datetime.strptime(date, "%a, %d %b %Y %H:%M:%S %Z").timestamp() - later) < 26 * HOUR
        )
        with pytest.raises(HTTPError):
            aws.move_clock(-1)
