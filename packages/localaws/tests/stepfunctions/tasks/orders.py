"""Orders of tasks, and an AWS that responds to everything with what it was told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language import resource
from localaws.stepfunctions.tasks.requests import Requests
from localaws.stepfunctions.tasks.task import Order
from localaws.this_aws.clients import Clients
from localaws.this_aws.within import Received, Sent

EXECUTION = Execution(
    arn="arn:aws:states:us-east-1:123456789012:execution:parent:run",
    name="run",
    machine_arn="arn:aws:states:us-east-1:123456789012:stateMachine:parent",
    role_arn="arn:aws:iam::123456789012:role/machine",
    definition="{}",
    input="{}",
    started=1.0,
)


def order(action: str, arguments: Any, credentials: Mapping[str, Any] | None = None) -> Order:
    """An order for ``arn:aws:states:::ACTION``."""
    named = resource.read(f"arn:aws:states:::{action}")
    assert named is not None
    return Order(EXECUTION, "State", named, arguments, "token", credentials=credentials)


class Aws:
    """Responds in JSON, and remembers what it was asked."""

    def __init__(self, response: Mapping[str, Any] | bytes = {}, status: int = 200) -> None:
        self.response, self.status = response, status
        self.asked: list[Sent] = []

    def __call__(self, sent: Sent) -> Received:
        self.asked.append(sent)
        said = self.response
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        return Received(self.status, (("x-amzn-RequestId", "request"),), [body])

    @property
    def parameters(self) -> list[Any]:
        """Those of each request."""
        return [json.loads(sent.body) for sent in self.asked]

    def requests(self) -> Requests:
        """Requests that this AWS responds to, until another is asked for its own."""
        global _responding
        _responding = self
        return Requests(_CLIENTS)


_responding = Aws()
_CLIENTS = Clients()  # they take a quarter of a second to make
_CLIENTS.respond_by(lambda sent: _responding(sent))
