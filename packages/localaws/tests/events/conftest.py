"""State machines on moto's interpreter in this process, and what was started of them."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import pytest
from moto.iam.models import iam_backends
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from localaws.events import deliver_to_state_machines, refuse_nonsense

ACCOUNT = "123456789013"  # whose backends nobody has asked for before
REGION = "eu-west-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/starter"
PASS = json.dumps({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}})


class Machine:
    """A state machine that passes its input on."""

    def __init__(self) -> None:
        self._backend = stepfunctions_parser_backends[ACCOUNT][REGION]
        name = f"machine-{uuid.uuid4().hex[:8]}"
        self._machine = self._backend.create_state_machine(name, PASS, ROLE)
        self.arn: str = self._machine.arn

    def target(self, **more: Any) -> dict[str, Any]:
        return {"Id": "machine", "Arn": self.arn, "RoleArn": ROLE} | more

    def started(self) -> list[Any]:
        """The executions there are, ended."""
        deadline = time.monotonic() + 20
        while any(e.status == "RUNNING" for e in self._machine.executions):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return list(self._machine.executions)

    def inputs(self) -> list[Any]:
        return [json.loads(e.execution_input) for e in self.started()]


@pytest.fixture(scope="session", autouse=True)
def mended_moto() -> None:
    deliver_to_state_machines()
    refuse_nonsense()
    iam = iam_backends[ACCOUNT]["aws"]
    if not any(role.arn == ROLE for role in iam.roles.values()):
        iam.create_role("starter", "{}", "/", None, "", [], "3600")


@pytest.fixture
def machine() -> Machine:
    return Machine()
