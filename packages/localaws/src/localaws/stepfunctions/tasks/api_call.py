"""Asks an API and goes on: ``aws-sdk`` tasks, and optimised ones that do not wait for more than a response."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from localaws.clock import Clock
from localaws.protocols.models import service_model
from localaws.protocols.sdk_names import java_name
from localaws.stepfunctions.language.resource import Action
from localaws.stepfunctions.tasks import amendments, arguments, results
from localaws.stepfunctions.tasks.dialect import Dialect
from localaws.stepfunctions.tasks.failures import failure, version_1
from localaws.stepfunctions.tasks.metadata import metadata
from localaws.stepfunctions.tasks.requests import NotSent, RequestRefused, Requests, Response
from localaws.stepfunctions.tasks.services import Called, called
from localaws.stepfunctions.tasks.task import Order, Report, TaskFailure

# The service's own word for what a task cannot do with it, where the SDK for Java 1 or 2 has no say.
_NOT_SENT = "SdkClientException"


class ApiCall:
    """An integration that is a request and its response."""

    def __init__(self, requests: Requests, clock: Clock) -> None:
        self._requests = requests
        self._clock = clock

    def call(self, order: Order) -> Any:
        assert isinstance(order.resource, Action)
        asked = called(order.resource)
        assert asked is not None  # the machine was checked
        dialect = Dialect.SDK if order.resource.is_sdk else Dialect.OPTIMISED
        response = self.ask(order, asked, order.arguments, dialect)
        return self.told(order, asked, response, dialect)

    def wait(self, order: Order, response: Any, report: Report) -> None:
        raise AssertionError("no such task waits")

    def stop(self, order: Order, response: Any) -> None:
        """There is nothing to stop."""

    def ask(self, order: Order, asked: Called, given: Any, dialect: Dialect) -> Response:
        """Make the request.

        Raises:
            TaskFailure: it cannot be made, or was refused.
        """
        model = service_model(asked.service)
        parameters = arguments.parameters(asked.model.input_shape, given, dialect, order.state)
        try:
            response = self._requests.send(order, asked, amendments.asked(asked, parameters))
        except RequestRefused as error:
            raise failure(model, error.refused, dialect) from None
        except NotSent as error:
            name = java_name(model) if dialect is Dialect.SDK else version_1(model).prefix
            raise TaskFailure(f"{name}.{_NOT_SENT}", str(error)) from None
        return replace(response, result=amendments.told(asked, parameters, response.result))

    def told(self, order: Order, asked: Called, response: Response, dialect: Dialect) -> Any:
        """The response as the state has it."""
        shape = asked.model.output_shape
        output = results.result(shape, response.result, dialect, order.state)
        if dialect is Dialect.OPTIMISED:
            length = response.headers.get("content-length")
            output |= metadata(asked.service, response.request_id, self._clock.now(), length)
        return output
