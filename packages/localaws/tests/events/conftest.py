"""State machines that note what was started of them, and what rules and schedules reach here."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from moto.iam.models import iam_backends

from localaws.clock import Clock
from localaws.events import Deliveries, Targets, deliver_to, refuse_nonsense

ACCOUNT = "123456789013"  # whose backends nobody has asked for before
REGION = "eu-west-1"
TRUST = json.dumps(
    {
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": ["events.amazonaws.com", "scheduler.amazonaws.com"]},
                "Action": "sts:AssumeRole",
            }
        ]
    }
)
ROLE = f"arn:aws:iam::{ACCOUNT}:role/starter"


@dataclass(frozen=True)
class Started:
    """An execution."""

    name: str
    input: str


class Machine:
    """A state machine."""

    known: ClassVar[dict[str, list[Started]]] = {}

    def __init__(self) -> None:
        self.arn = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:m-{uuid.uuid4().hex[:8]}"
        self.known[self.arn] = []

    def target(self, **more: Any) -> dict[str, Any]:
        return {"Id": "machine", "Arn": self.arn, "RoleArn": ROLE} | more

    def started(self) -> list[Started]:
        return self.known[self.arn]

    def inputs(self) -> list[Any]:
        return [json.loads(each.input) for each in self.started()]

    @classmethod
    def start(cls, arn: str, name: str, text: str) -> None:
        """What a server has start an execution.

        Raises:
            KeyError: there is no such state machine.
        """
        cls.known[arn].append(Started(name, text))


@pytest.fixture(scope="session", autouse=True)
def mended_moto() -> Iterator[None]:
    clock = Clock()
    deliveries = Deliveries(Targets(Machine.start, clock), clock)
    deliver_to(deliveries, clock)
    refuse_nonsense()
    iam = iam_backends[ACCOUNT]["aws"]
    if not any(role.arn == ROLE for role in iam.roles.values()):
        iam.create_role("starter", TRUST, "/", None, "", [], "3600")
    yield
    deliveries.close()
    clock.close()


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    yield clock
    clock.close()


@pytest.fixture
def deliveries(clock: Clock) -> Iterator[Deliveries]:
    deliveries = Deliveries(Targets(Machine.start, clock), clock)
    yield deliveries
    deliveries.close()


@pytest.fixture
def machine() -> Machine:
    return Machine()
