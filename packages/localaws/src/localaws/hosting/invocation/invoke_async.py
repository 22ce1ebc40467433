"""InvokeEndpointAsync: queues a request, and takes it through the endpoint when its turn comes.

The caller hears at once where the response will lie. What becomes of the request is in S3 and told to the
topics of AsyncInferenceConfig.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from localaws.hosting.asynchronous import notification
from localaws.hosting.asynchronous import request as requests
from localaws.hosting.asynchronous.request import AsyncRequest
from localaws.hosting.asynchronous.settings import AsyncSettings
from localaws.hosting.endpoint import Endpoint
from localaws.hosting.hosting import Hosting
from localaws.hosting.invocation import headers, sending
from localaws.hosting.invocation.errors import InvokeError, invalid
from localaws.hosting.invocation.invoke import InvokeResponse
from localaws.hosting.invocation.recording import Sampled
from localaws.hosting.metrics import Whose
from localaws.runtime.protocol import Response
from localaws.this_aws import objects
from localaws.this_aws.clients import CLIENTS
from localaws.this_aws.s3_location import S3Location

_REFUSED_BY_S3 = (objects.NoSuchBucket, objects.NoSuchKey, objects.BadKey, objects.Denied)

log = logging.getLogger(__name__)


def invoke_async(
    hosting: Hosting, name: str, given: Mapping[str, str], body: bytes
) -> InvokeResponse:
    """Queue a request for the endpoint ``name``. Header names are lower case.

    Raises:
        InvokeError: the caller is at fault, or the endpoint is not asynchronous.
    """
    endpoint = sending.found(hosting, name)
    settings = endpoint.asynchronous
    if settings is None:
        raise invalid(
            f"Endpoint {name} is not an asynchronous endpoint: its configuration has no "
            "AsyncInferenceConfig. Call InvokeEndpoint."
        )
    headers.check(given)
    now = hosting.service.context.clock.now()
    identifiers = str(uuid.uuid4()), str(uuid.uuid4())
    request = requests.read(settings, given, body, now, identifiers)
    endpoint.backlog.put(_Inference(hosting, endpoint, settings, request))
    _measure_backlog(hosting, endpoint)
    shown = {
        "Content-Type": "application/json",
        "X-Amzn-SageMaker-OutputLocation": _uri(request.output),
    }
    if request.failure is not None:
        shown["X-Amzn-SageMaker-FailureLocation"] = _uri(request.failure)
    return InvokeResponse(json.dumps({"InferenceId": request.inference}).encode(), shown, 202)


class _Inference:
    """One request in the queue; see ``backlog.Task``."""

    def __init__(
        self, hosting: Hosting, endpoint: Endpoint, settings: AsyncSettings, request: AsyncRequest
    ) -> None:
        self.ttl = float(request.ttl)
        self._hosting = hosting
        self._endpoint = endpoint
        self._settings = settings
        self._request = request
        self._clock = hosting.service.context.clock
        self._variant = ""

    def run(self) -> None:
        waited = self._clock.seconds() - self._request.received.timestamp()
        began = time.perf_counter()
        try:
            response = self._answered()
            self._write(self._request.output, response.body, response.headers.get("content-type"))
        except InvokeError as error:
            text = str(error.members.get("OriginalMessage", error))
            self._fail(f"ClientError: {error}", text)
        except _REFUSED_BY_S3 as error:
            self._fail(f"ClientError: {error}", str(error))
        except Exception:
            log.exception("an asynchronous invocation of %s failed", self._endpoint.name)
            said = "The request failed because of an internal error. The server log says more."
            self._fail(f"InternalServerError: {said}", said)
        else:
            self._succeed(response)
        finally:
            self._count("TimeInBacklog", 1000 * waited, "Milliseconds")
            took = 1000 * (waited + time.perf_counter() - began)
            self._count("TotalProcessingTime", took, "Milliseconds")
            _measure_backlog(self._hosting, self._endpoint)

    def expire(self) -> None:
        said = f"The request was not processed within the {self._request.ttl} seconds of RequestTTLSeconds."
        self._count("ExpiredRequests", 1)
        self._fail(f"ClientError: {said}", said)

    def drop(self) -> None:
        said = "The endpoint was deleted before the request was processed."
        self._fail(f"ClientError: {said}", said)

    def _answered(self) -> Response:
        request = self._request
        body = request.body
        if request.source is not None:
            body = objects.read(request.source.bucket, request.source.key)
        sampled = Sampled.of(self._endpoint)
        with sending.leased(self._hosting, self._endpoint, None) as instance:
            self._variant = instance.variant
            response = sending.answered(
                *(self._hosting, self._endpoint, instance, (request.sent, body)),
                *(None, float(request.timeout)),
            )
            sampled.capture(self._hosting, instance.variant, request.sent, body, response)
        return response

    def _write(self, location: S3Location, body: bytes, content_type: str | None) -> None:
        objects.write(location.bucket, location.key, body, self._settings.key, content_type)

    def _succeed(self, response: Response) -> None:
        self._count("InvocationsProcessed", 1)
        about = self._endpoint.name, self._hosting.service.region, self._clock.now()
        content_type = response.headers.get("content-type")
        self._notify(
            self._settings.success_topic,
            notification.completed(self._request, *about, content_type),
        )

    def _fail(self, reason: str, text: str) -> None:
        """Write what is known of a failure, and tell of it."""
        self._count("InvocationFailures", 1)
        if self._request.failure is not None:
            try:
                self._write(self._request.failure, text.encode(), "text/plain")
            except _REFUSED_BY_S3 as error:
                log.warning("%s: a failure was not stored: %s", self._endpoint.name, error)
        about = self._endpoint.name, self._hosting.service.region, self._clock.now()
        self._notify(self._settings.error_topic, notification.failed(self._request, *about, reason))

    def _notify(self, topic: str | None, message: str) -> None:
        if topic is None:
            return
        client: Any = CLIENTS.get("sns", topic.split(":")[3])
        try:
            client.publish(TopicArn=topic, Message=message)
        except (ClientError, BotoCoreError) as error:
            self._count("NotificationFailures", 1)
            log.warning("%s could not tell %s: %s", self._endpoint.name, topic, error)

    def _count(self, name: str, value: float, unit: str = "Count") -> None:
        whose = Whose(self._endpoint.name, self._variant)
        self._hosting.metrics.count(whose, name, value, unit)


def _measure_backlog(hosting: Hosting, endpoint: Endpoint) -> None:
    """Publish how much there is to do: what scaling policies look at."""
    size = endpoint.backlog.size
    instances = sum(len(route.instances) for route in endpoint.router.routes)
    whose = Whose(endpoint.name)
    hosting.metrics.count(whose, "ApproximateBacklogSize", size)
    hosting.metrics.count(whose, "ApproximateBacklogSizePerInstance", size / max(instances, 1))
    hosting.metrics.count(whose, "HasBacklogWithoutCapacity", float(size > 0 and not instances))


def _uri(location: S3Location) -> str:
    return f"s3://{location.bucket}/{location.key}"
