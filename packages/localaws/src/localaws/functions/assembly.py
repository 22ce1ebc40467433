"""Lambda put together: the functions, what runs them, the API in front, and services that invoke them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from localaws.functions.execution.container import Containers
from localaws.functions.execution.failures import LARGEST_EVENT
from localaws.functions.execution.invocation import Outcome
from localaws.functions.functions import Call, Functions
from localaws.functions.layers import Layers
from localaws.functions.names import arn, parse
from localaws.functions.operations.ledger import Ledger
from localaws.functions.operations.service import Lambda
from localaws.functions.packages.store import Packages
from localaws.functions.policies import allows
from localaws.protocols.refusal import Refusal
from localaws.sagemaker.context import ServerContext


class Lambdas:
    """The service as long as the server runs. Everything of it may be called from many threads."""

    def __init__(self, context: ServerContext, packages: Packages) -> None:
        self.functions = Functions(Containers(context, packages), context.clock.seconds)
        ledger = Ledger(self.functions, packages, Layers(), context.clock)
        self._operations = Lambda(ledger, self.send)

    def call(
        self, account: str, region: str, operation: str, request: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Do one operation, such as ``CreateFunction``, and return its result.

        Raises:
            Refusal: the request is refused.
        """
        return self._operations.call(account, region, operation, request)

    def invoke_by_service(
        self, function_arn: str, payload: bytes, principal: str, source: str
    ) -> str:
        """Send an event to a function as a service of this AWS does; its request id.

        Args:
            function_arn: with a qualifier or without.
            principal: the service, such as ``events.amazonaws.com``.
            source: the ARN of the rule, topic, bucket … that it does it for.

        Raises:
            Refusal: there is no such function, or its resource policy does not let the service.
        """
        _, _, _, region, account, *_ = function_arn.split(":") + [""] * 6
        named = parse(function_arn)
        whole = arn(named.account or account, named.region or region, named.name)
        function = self.functions.by_arn(whole)
        if not allows(function, named.qualifier, principal, source):
            raise Refusal(
                "AccessDeniedException",
                f"{principal} is not allowed to invoke {function_arn} for {source}: the resource "
                "policy of the function has no statement that lets it (lambda:AddPermission).",
                403,
            )
        return self.send(Call(account, region, function_arn, payload))

    def invoke(self, call: Call, report: Callable[[Outcome], None]) -> str:
        """Invoke a function for whoever waits for it without a thread. See ``Functions.invoke``."""
        return self.functions.invoke(call, report)

    def send(self, call: Call) -> str:
        """Send an event to a function; its request id.

        Raises:
            Refusal: there is no such function, or the payload is too large or no JSON.
        """
        return self.functions.invoke(call, _forget, LARGEST_EVENT)

    def check(self, call: Call) -> None:
        """See that a call could be made. Raises as ``send``."""
        self.functions.invocation(call)

    def stop(self) -> None:
        """End every process of a function."""
        self.functions.close()


def _forget(_: Outcome) -> None:
    """Nobody hears of it."""
