"""The page of spot instances: it has a job interrupted, and says in a sentence what it cannot."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from localaws.sagemaker.interruptions import Interruptions, NotInterruptible
from localaws.server.spot_page import SpotPage

asked: list[tuple[str, str, float]] = []


def interrupt(region: str, job: str, seconds: float) -> None:
    if job == "finished":
        raise NotInterruptible("no job named finished is in progress in us-east-1")
    asked.append((region, job, seconds))


def ask(method: str, body: str = "") -> tuple[str, dict[str, Any]]:
    environ = {
        "REQUEST_METHOD": method,
        "CONTENT_LENGTH": str(len(body.encode())),
        "wsgi.input": io.BytesIO(body.encode()),
    }
    return SpotPage(interrupt, Interruptions(60, 7), "us-east-1").respond(environ)


def test_it_has_a_job_interrupted() -> None:
    asked.clear()
    status, told = ask("POST", '{"job": "a", "capacity_after_seconds": 2.5, "region": "eu-west-1"}')
    assert (status, told["interrupted"]) == ("202 Accepted", True)
    assert ask("POST", '{"job": "b"}')[1]["capacity_after_seconds"] == 10
    assert asked == [("eu-west-1", "a", 2.5), ("us-east-1", "b", 10)]


def test_it_says_how_often_that_happens_by_itself() -> None:
    assert ask("GET") == ("200 OK", {"interruptions_per_hour": 60, "seed": 7})


def test_a_job_that_cannot_be_interrupted_is_a_conflict() -> None:
    status, told = ask("POST", '{"job": "finished"}')
    assert status == "409 Conflict"
    assert told["error"] == "no job named finished is in progress in us-east-1"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"job": 1}',
        '{"name": "a"}',
        '{"job": "a", "region": 1}',
        '{"job": "a", "often": true}',
        '{"job": "a", "capacity_after_seconds": "1"}',
        '{"job": "a", "capacity_after_seconds": true}',
        '{"job": "a", "capacity_after_seconds": -1}',
        '{"job": "a", "capacity_after_seconds": NaN}',
        "[" * 1024,
    ],
)
def test_what_is_not_understood_is_said(body: str) -> None:
    status, told = ask("POST", body)
    assert status == "400 Bad Request"
    assert json.dumps(told)


def test_no_other_method() -> None:
    assert ask("DELETE")[0] == "405 Method Not Allowed"
