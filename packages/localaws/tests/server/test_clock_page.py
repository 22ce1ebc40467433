"""The page of the clock: it tells the time, and moves it in a server that was started for that."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from localaws.clock import Clock
from localaws.server.clock_page import ClockPage
from localaws.server.embedded import EmbeddedAWS

from ..waiting import until

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


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAWS]:
    home = tmp_path_factory.mktemp("home")
    with EmbeddedAWS(home=home, options=["--movable-clock"]) as running:
        yield running


def machine(aws: EmbeddedAWS, role: str, seconds: int) -> str:
    """A state machine that waits so long."""
    wait = {"Type": "Wait", "Seconds": seconds, "End": True}
    arn: str = aws.client("stepfunctions").create_state_machine(
        name=f"waits-{seconds}",
        definition=json.dumps({"StartAt": "Wait", "States": {"Wait": wait}}),
        roleArn=role,
    )["stateMachineArn"]
    return arn


def test_all_that_waits_has_its_time_come(aws: EmbeddedAWS) -> None:
    states, s3, schedules = (aws.client(name) for name in ("stepfunctions", "s3", "scheduler"))
    trusted = {"Effect": "Allow", "Principal": {"Service": "scheduler.amazonaws.com"}}
    trust = {"Version": "2012-10-17", "Statement": [trusted | {"Action": "sts:AssumeRole"}]}
    role = aws.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(trust))
    arn = role["Role"]["Arn"]
    waiting = states.start_execution(stateMachineArn=machine(aws, arn, 24 * HOUR))["executionArn"]
    s3.create_bucket(Bucket="forgetful")
    s3.put_object(Bucket="forgetful", Key="runs/1", Body=b"1")
    rule = {"ID": "runs", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 1}}
    s3.put_bucket_lifecycle_configuration(
        Bucket="forgetful", LifecycleConfiguration={"Rules": [rule]}
    )
    nightly = machine(aws, arn, 0)
    schedules.create_schedule(
        Name="nightly",
        ScheduleExpression="cron(0 3 * * ? *)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": nightly, "RoleArn": arn},
    )
    time.sleep(1.1)  # until the schedule has been seen, as it has to be before it is due
    aws.move_clock(48 * HOUR)
    until(lambda: states.describe_execution(executionArn=waiting)["status"] == "SUCCEEDED")
    until(lambda: "Contents" not in s3.list_objects_v2(Bucket="forgetful"))
    until(lambda: bool(states.list_executions(stateMachineArn=nightly)["executions"]))


def test_all_services_have_the_time_that_it_was_moved_to(aws: EmbeddedAWS) -> None:
    aws.move_clock(HOUR)
    with urlopen(f"{aws.endpoint}/_localaws/clock") as told:
        later = time.time() + json.load(told)["moved_seconds"]
    aws.client("s3").create_bucket(Bucket="made-later")
    response = aws.client("sts").assume_role(
        RoleArn="arn:aws:iam::123456789012:role/r", RoleSessionName="session"
    )
    buckets = aws.client("s3").list_buckets()["Buckets"]
    [created] = [b["CreationDate"] for b in buckets if b["Name"] == "made-later"]
    assert abs(created.timestamp() - later) < HOUR / 2
    expiration = response["Credentials"]["Expiration"].timestamp()
    assert abs(expiration - later - HOUR) < HOUR / 2
    date = parsedate_to_datetime(response["ResponseMetadata"]["HTTPHeaders"]["date"])
    assert abs(date.timestamp() - later) < HOUR / 2
    with pytest.raises(HTTPError):
        aws.move_clock(-1)
