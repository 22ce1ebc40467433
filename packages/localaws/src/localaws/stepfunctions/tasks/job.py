"""``sagemaker:create…``: asks the SageMaker of this process; ``.sync`` hears of a job's end from the job itself.

The output of a job that was waited for is the detail of its state change event, as AWS's is; that of one
that failed is the cause. https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from localaws.clock import Clock
from localaws.jobs import kinds
from localaws.jobs.failures import shut_down
from localaws.jobs.kind import Kind
from localaws.protocols.models import service_model
from localaws.sagemaker import state_change
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.service import SageMaker
from localaws.sagemaker.state_change import StateChange
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.resource import Action, Pattern
from localaws.stepfunctions.tasks import arguments, results
from localaws.stepfunctions.tasks.dialect import Dialect
from localaws.stepfunctions.tasks.failures import Refused, failure
from localaws.stepfunctions.tasks.metadata import metadata
from localaws.stepfunctions.tasks.services import called
from localaws.stepfunctions.tasks.task import (
    TASK_FAILED,
    Ended,
    Failed,
    Order,
    Report,
    Succeeded,
)

log = logging.getLogger(__name__)

SERVICE = "sagemaker"
KINDS_BY_ACTION: Mapping[str, Kind] = {f"create{kind.noun}": kind for kind in kinds.ALL}
_OVER = ("Completed", "Failed", "Stopped")
_STARTED_BY = {"Key": "MANAGED_BY_AWS", "Value": "STARTED_BY_STEP_FUNCTIONS"}
_EXECUTION = "AWS_STEP_FUNCTIONS_EXECUTION_ARN"


class Jobs:
    """The integration. ``services`` gives the SageMaker of a region."""

    def __init__(self, services: Callable[[str], SageMaker], clock: Clock) -> None:
        self._services = services
        self._clock = clock
        self._waiting: dict[str, list[Callable[[], None]]] = {}
        self._heard: set[int] = set()
        self._lock = threading.Lock()

    def call(self, order: Order) -> Any:
        action = order.resource
        assert isinstance(action, Action)
        asked = called(action)
        assert asked is not None
        shape = asked.model.input_shape
        request = arguments.parameters(shape, order.arguments, Dialect.OPTIMISED, order.state)
        if action.pattern is Pattern.SYNC:
            request["Tags"] = [
                *(request.get("Tags") or []),
                _STARTED_BY,
                {"Key": _EXECUTION, "Value": order.execution.arn},
            ]
        request_id = str(uuid.uuid4())
        try:
            response = self._service(order).call(asked.operation, request)
        except ApiError as error:
            refused = Refused(error.code, error.message, error.status, request_id)
            raise failure(service_model(SERVICE), refused, Dialect.OPTIMISED) from None
        output = results.result(asked.model.output_shape, response, Dialect.OPTIMISED, order.state)
        length = str(len(json_text.write(output).encode()))
        return output | metadata(SERVICE, request_id, self._clock.now(), length)

    def wait(self, order: Order, response: Any, report: Report) -> None:
        kind, service = _kind(order), self._service(order)
        arn = response[kind.arn_member]

        def ended() -> None:
            report(_end_of(kind, service, order, arn))

        with self._lock:
            self._waiting.setdefault(arn, []).append(ended)
        if _is_over(_described(kind, service, order)):
            self._tell(arn)  # it ended before anybody listened, or is no more

    def stop(self, order: Order, response: Any) -> None:
        kind = _kind(order)
        with self._lock:
            self._waiting.pop(response[kind.arn_member], None)
        try:
            self._service(order).call(f"Stop{kind.noun}", {kind.name_member: _name(kind, order)})
        except ApiError as error:
            log.info("%s could not be stopped, it may just have ended: %s", kind.words, error)

    def _service(self, order: Order) -> SageMaker:
        """The SageMaker of the execution's region, whose changes of state are heard of from now on."""
        service = self._services(order.execution.region)
        with self._lock:
            if id(service) not in self._heard:
                self._heard.add(id(service))
                service.on_state_change(self._changed)
        return service

    def _changed(self, change: StateChange) -> None:
        if change.arn in self._waiting and _is_over(change.described):
            self._tell(change.arn)

    def _tell(self, arn: str) -> None:
        with self._lock:
            waiting = self._waiting.pop(arn, [])
        for ended in waiting:
            ended()


def _kind(order: Order) -> Kind:
    assert isinstance(order.resource, Action)
    return KINDS_BY_ACTION[order.resource.action]


def _name(kind: Kind, order: Order) -> str:
    return str(order.arguments[kind.name_member])


def _described(kind: Kind, service: SageMaker, order: Order) -> dict[str, Any] | None:
    """What Describe shows of the job; None where it is no more: jobs do not outlive the server."""
    try:
        return service.call(f"Describe{kind.noun}", {kind.name_member: _name(kind, order)})
    except ApiError:
        return None


def _is_over(described: Mapping[str, Any] | None) -> bool:
    return described is None or any(
        described.get(kind.status_member) in _OVER for kind in kinds.ALL
    )


def _end_of(kind: Kind, service: SageMaker, order: Order, arn: str) -> Ended:
    described = _described(kind, service, order)
    if described is None:
        why = str(shut_down())
        lost = {kind.arn_member: arn, kind.status_member: "Failed", "FailureReason": why}
        return Failed(TASK_FAILED, json_text.write(order.arguments | lost))
    output = state_change.detail(kind.told(described), service.tags.of(arn))
    if described[kind.status_member] == "Completed":
        return Succeeded(output)
    return Failed(TASK_FAILED, json_text.write(output))
