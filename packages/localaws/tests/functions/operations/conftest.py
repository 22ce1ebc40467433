"""The API on functions that are never run."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from moto.iam.models import iam_backends

from localaws.clock import Clock
from localaws.events.pattern import compiled
from localaws.functions.functions import Call, Functions
from localaws.functions.layers import Layers
from localaws.functions.operations.event_source_mappings import EventSourceMappingOperations
from localaws.functions.operations.ledger import Ledger
from localaws.functions.operations.mapping_tags import MappingTagOperations
from localaws.functions.operations.service import Lambda
from localaws.functions.operations.urls import UrlOperations
from localaws.functions.packages.store import Packages
from localaws.functions.sources.book import Sources
from localaws.functions.sources.records import Message

ACCOUNT, REGION = "000000000000", "eu-west-1"
ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:greet"

Api = Callable[..., dict[str, Any]]


def zipped(source: str = "def handler(event, context): return event") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("app.py"), source)
    return out.getvalue()


def _trusting(name: str, service: str) -> str:
    policy = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
        },
    }
    roles = iam_backends[ACCOUNT]["aws"]
    found = [role for role in roles.roles.values() if role.name == name]
    if found:
        return str(found[0].arn)
    made = roles.create_role(name, json.dumps(policy), "/", None, "", [], "3600")
    return str(made.arn)


@pytest.fixture
def role() -> str:
    return _trusting("functions", "lambda.amazonaws.com")


@pytest.fixture
def other_role() -> str:
    return _trusting("jobs", "sagemaker.amazonaws.com")


@pytest.fixture
def sent() -> list[Call]:
    """The events that were sent to functions."""
    return []


class NoQueue:
    """A queue in which nothing ever lies."""

    def receive(self, most: int) -> list[Message]:
        return []

    def delete(self, handles: list[str]) -> None:
        assert not handles


@pytest.fixture
def api(tmp_path: Path, sent: list[Call]) -> Iterator[Api]:
    """``api("CreateFunction", FunctionName=…)``."""

    def none(_: object) -> None:
        raise AssertionError("nothing is started here")

    def send(call: Call) -> str:
        sent.append(call)
        return "id"

    clock = Clock()
    functions = Functions(none, clock.seconds, lambda: 0.0)  # type: ignore[arg-type]
    ledger = Ledger(functions, Packages(tmp_path, lambda *_: None), Layers(), clock)
    sources = Sources(functions, clock, compiled, lambda _: NoQueue())
    mappings = EventSourceMappingOperations(ledger, sources)
    tags = MappingTagOperations(ledger, sources)
    service = Lambda(ledger, send, [mappings, tags, UrlOperations(ledger, "http://localhost:4566")])

    def call(operation: str, **request: Any) -> dict[str, Any]:
        return service.call(ACCOUNT, REGION, operation, request)

    yield call
    sources.close()
    functions.close()
    clock.close()


@pytest.fixture
def greet(api: Api, role: str) -> dict[str, Any]:
    """A function named greet."""
    return api(
        "CreateFunction",
        FunctionName="greet",
        Runtime="python3.12",
        Role=role,
        Handler="app.handler",
        Code={"ZipFile": zipped()},
        Environment={"Variables": {"STAGE": "dev"}},
        Tags={"team": "ml"},
    )
