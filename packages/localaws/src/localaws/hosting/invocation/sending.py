"""Sends a request to an instance that answers it, and counts it: what every way of invoking shares."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from localaws.hosting.endpoint import Endpoint
from localaws.hosting.hosting import Hosting
from localaws.hosting.instance import NoSuchContainer, NotDirect, TargetNeeded
from localaws.hosting.invocation import errors
from localaws.hosting.invocation.errors import LARGEST_BODY, LARGEST_SERVERLESS_BODY, Where
from localaws.hosting.metrics import Whose
from localaws.hosting.on_demand import NotStarted, Throttled
from localaws.hosting.router import NoneReady, NoSuchVariant
from localaws.hosting.serving import Serving
from localaws.sagemaker.in_turn import Answered, Broke, Late

TIMEOUT = 60.0  # seconds for the containers' response


def where(hosting: Hosting, endpoint: str) -> Where:
    """The endpoint of that name, for messages."""
    return Where(endpoint, hosting.service.region, hosting.service.account)


def serving(hosting: Hosting, name: str) -> Endpoint:
    """The endpoint of that name, whose callers wait for the response.

    Raises:
        InvokeError: there is none that serves so.
    """
    endpoint = found(hosting, name)
    if endpoint.asynchronous is not None:
        raise errors.invalid(
            f"Endpoint {name} is an asynchronous endpoint: its configuration has an "
            "AsyncInferenceConfig. Call InvokeEndpointAsync."
        )
    return endpoint


def found(hosting: Hosting, name: str) -> Endpoint:
    """The endpoint of that name, however it is invoked.

    Raises:
        InvokeError: there is none that serves.
    """
    endpoint = hosting.endpoints.find(name)
    if endpoint is None or not endpoint.serves:
        raise errors.endpoint_not_found(name, hosting.service.account)
    return endpoint


def check_size(endpoint: Endpoint, body: bytes) -> None:
    """See that a body is not larger than its endpoint takes.

    Raises:
        InvokeError: it is.
    """
    is_serverless = any(route.variant.serverless for route in endpoint.router.routes)
    most = LARGEST_SERVERLESS_BODY if is_serverless else LARGEST_BODY
    if len(body) > most:
        raise errors.too_large(most)


@contextmanager
def leased(hosting: Hosting, endpoint: Endpoint, variant: str | None) -> Iterator[Serving]:
    """An instance for one request, of the variant that is named or of the one whose turn it is.

    Raises:
        InvokeError: there is none.
    """
    try:
        with endpoint.router.lease(variant) as instance:
            yield instance
    except NoSuchVariant as error:
        raise errors.variant_not_found(str(error), where(hosting, endpoint.name)) from error
    except NoneReady as error:
        raise errors.none_ready(endpoint.name) from error


@contextmanager
def told(about: Where) -> Iterator[None]:
    """Tell what goes wrong with an instance's containers in the words of the service."""
    try:
        yield
    except Late as error:
        raise errors.timed_out(about, error.container) from None
    except Broke as error:
        raise errors.broke_off(about, error.container, str(error)) from error
    except Throttled as error:
        raise errors.throttled() from error
    except NotStarted as error:
        raise errors.not_started(about, str(error)) from error
    except (TargetNeeded, NotDirect, NoSuchContainer) as error:
        raise errors.invalid(str(error)) from error


def answered(
    hosting: Hosting,
    endpoint: Endpoint,
    instance: Serving,
    sent: tuple[Mapping[str, str], bytes],
    target: str | None,
    timeout: float,
    entered: float | None = None,
) -> Answered:
    """The response of an instance's containers.

    Args:
        sent: the headers that they see, and the body.
        target: the one container that is asked.
        timeout: seconds.
        entered: when the request came, by ``time.perf_counter``.

    Raises:
        InvokeError: they did not respond, or with an error.
    """
    about = where(hosting, endpoint.name)
    began = time.perf_counter()
    status = 0
    took: Mapping[str, float] = {}
    setup = 0.0
    try:
        with told(about):
            response = instance.invoke(*sent, timeout, target)
        status, took, setup = response.status, response.took, response.setup
    finally:
        hosting.metrics.invoked(
            *(endpoint.name, instance.variant, status, time.perf_counter() - began),
            began - (began if entered is None else entered),
            endpoint.router.instances_of(instance.variant),
            instance.configuration,
            took if len(took) > 1 else {},
        )
        if setup:
            whose = Whose(endpoint.name, instance.variant)
            hosting.metrics.count(whose, "ModelSetupTime", setup * 1e6, "Microseconds")
    if not 200 <= status < 300:
        text = response.body.decode("utf-8", errors="replace")
        raise errors.model_error(about, response.container, status, text)
    return response
