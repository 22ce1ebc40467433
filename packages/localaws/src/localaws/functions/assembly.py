"""Lambda put together: the functions, what runs them, the API in front, and services that invoke them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from localaws.functions.asynchronous.events import Events
from localaws.functions.execution.container import Containers
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.functions import Call, Functions
from localaws.functions.layers import Layers
from localaws.functions.metrics import Metrics
from localaws.functions.names import arn, parse
from localaws.functions.operations.event_invoke import EventInvokeOperations
from localaws.functions.operations.event_source_mappings import EventSourceMappingOperations
from localaws.functions.operations.ledger import Ledger
from localaws.functions.operations.mapping_tags import MappingTagOperations
from localaws.functions.operations.recursion import RecursionOperations
from localaws.functions.operations.service import Lambda, Part
from localaws.functions.operations.urls import UrlOperations
from localaws.functions.packages.store import Packages
from localaws.functions.policies import allows
from localaws.functions.sources.book import Sources
from localaws.functions.sources.filters import Compile
from localaws.functions.urls.serving import Urls
from localaws.protocols.refusal import Refusal
from localaws.sagemaker.context import ServerContext
from localaws.this_aws import chain

# Services whose loops through functions Lambda notices; SQS is asked, and hands them on by its messages.
_HANDING_CHAINS_ON = ("s3.amazonaws.com", "sns.amazonaws.com")


class Lambdas:
    """The service as long as the server runs. Everything of it may be called from many threads."""

    def __init__(
        self, context: ServerContext, packages: Packages, compile_pattern: Compile
    ) -> None:
        """``compile_pattern`` makes a test of an event pattern, see ``sources.filters``."""
        self._metrics = Metrics()
        context.clock.before_moving(self._metrics.settle)
        containers = Containers(context, packages)
        self.functions = Functions(
            *(containers, context.clock.seconds),
            measure=self._metrics,
            prepare=containers.prepare,
        )
        self._events = Events(self.functions, context.clock)
        ledger = Ledger(self.functions, packages, Layers(), context.clock)
        self._sources = Sources(self.functions, context.clock, compile_pattern)
        others: list[Part] = [
            EventInvokeOperations(ledger),
            EventSourceMappingOperations(ledger, self._sources),
            MappingTagOperations(ledger, self._sources),
            RecursionOperations(ledger),
            UrlOperations(ledger, context.endpoint),
        ]
        self.urls = Urls(self.functions, context.clock.seconds)
        self._operations = Lambda(ledger, self.send, others)

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
        self.check_service(function_arn, principal, source)
        _, _, _, region, account, *_ = function_arn.split(":") + [""] * 6
        trace = chain.current() if principal in _HANDING_CHAINS_ON else ""
        return self.send(Call(account, region, function_arn, payload, trace=trace))

    def check_service(self, function_arn: str, principal: str, source: str) -> None:
        """See that a service may invoke a function. Raises as ``invoke_by_service``."""
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

    def invocation(self, call: Call) -> Invocation:
        """What a call would run, all of it checked. Raises as ``send``."""
        return self.functions.invocation(call)

    def run(self, invocation: Invocation, report: Callable[[Outcome], None]) -> None:
        """Run it for whoever waits without a thread. See ``Functions.run``."""
        self.functions.run(invocation, report)

    def send(self, call: Call) -> str:
        """Send an event to a function; its request id.

        Raises:
            Refusal: there is no such function, or the payload is too large or no JSON.
        """
        return self._events.send(call)

    def stop(self) -> None:
        """Read no queue any more, and end every process of a function; events that wait are lost."""
        self._sources.close()
        self._events.close()
        self.functions.close()
        self._metrics.close()
