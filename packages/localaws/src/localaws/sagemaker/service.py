"""The SageMaker API as an object: operations by name, for one account and region.

``SageMaker.call`` is the one way in, for HTTP as for Step Functions. It validates a request against
the service model and hands it to whichever part registered the operation: the server hands the parts
in (jobs, hosting), and this knows none of them. What nobody registered is refused by name.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from localaws.sagemaker import errors, tags, texts, validation
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.state_change import StateChange
from localaws.sagemaker.tags import Tags

Handler = Callable[[dict[str, Any]], dict[str, Any]]
StateListener = Callable[[StateChange], None]

log = logging.getLogger(__name__)


class SageMaker:
    """SageMaker in one region of one account.

    Attributes:
        tags: the tags of every resource, by ARN; parts that make resources keep theirs there.
    """

    def __init__(self, context: ServerContext, region: str) -> None:
        self.context = context
        self.region = region
        self.tags = Tags()
        self._operations: dict[str, Handler] = {}
        self._listeners: list[StateListener] = []
        self._closers: list[Callable[[], None]] = []
        self.register(self.tags.operations())

    @property
    def account(self) -> str:
        return self.context.account

    @property
    def operations(self) -> list[str]:
        """The names of the operations that are done here, sorted."""
        return sorted(self._operations)

    def arn(self, kind: str, name: str) -> str:
        """The ARN of a resource: ``kind`` as ARNs spell it, such as ``training-job``."""
        return f"arn:aws:sagemaker:{self.region}:{self.account}:{kind}/{name}"

    def register(self, operations: Mapping[str, Handler]) -> None:
        """Take over operations; each handler gets a validated request and returns the answer."""
        self._operations.update(operations)

    def call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Do one operation, such as ``CreateTrainingJob``. Times in the answer are datetimes.

        Raises:
            ApiError: the request is refused; nothing was done.
        """
        handler = self._operations.get(operation)
        if handler is None:
            raise errors.ApiError("UnsupportedOperationException", self._refusal(operation))
        request = validation.validated(operation, parameters)
        texts.check(request)
        tags.check(request.get("Tags", []))
        return handler(request)

    def _refusal(self, operation: str) -> str:
        known = operation in validation.operation_names()
        what = "is not supported by" if known else "is no operation of SageMaker, nor of"
        return f"{operation} {what} this embedded AWS. It does: {', '.join(self.operations)}."

    def on_state_change(self, callback: StateListener) -> None:
        """Call ``callback(change)`` whenever a resource's status has changed."""
        self._listeners.append(callback)

    def announce(self, change: StateChange) -> None:
        """Tell the listeners. One that fails is logged and disturbs nobody."""
        for listener in list(self._listeners):
            try:
                listener(change)
            except Exception:  # whatever a listener does wrong is its own affair
                log.exception("a listener to the state of %s failed", change.arn)

    def on_shutdown(self, closer: Callable[[], None]) -> None:
        """Call ``closer()`` in ``shutdown``; it ends what its part runs and waits for the end."""
        self._closers.append(closer)

    def shutdown(self) -> None:
        """End every container of every part, and wait until they have ended."""
        for closer in self._closers:
            closer()


class SageMakers:
    """The SageMaker of each region, made when first asked for.

    Args:
        context: what the parts of this server share.
        parts: called with each new ``SageMaker``; each registers its operations.
    """

    def __init__(
        self, context: ServerContext, parts: Sequence[Callable[[SageMaker], None]] = ()
    ) -> None:
        self.context = context
        self._parts = parts
        self._regions: dict[str, SageMaker] = {}
        self._lock = threading.Lock()

    def for_region(self, region: str) -> SageMaker:
        with self._lock:
            if region not in self._regions:
                service = SageMaker(self.context, region)
                for part in self._parts:
                    part(service)
                self._regions[region] = service
            return self._regions[region]

    def shutdown(self) -> None:
        """Shut every region down."""
        with self._lock:
            services = list(self._regions.values())
        for service in services:
            service.shutdown()
