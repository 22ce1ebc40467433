"""Sends a request to an instance that answers it, and counts it: what every way of invoking shares."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from localaws.hosting.endpoint import Endpoint
from localaws.hosting.hosting import Hosting
from localaws.hosting.instance import Instance, NoSuchContainer, NotDirect, TargetNeeded
from localaws.hosting.invocation import errors
from localaws.hosting.invocation.errors import Where
from localaws.hosting.router import NoneReady, NoSuchVariant
from localaws.sagemaker.in_turn import Answered, Broke, Late

TIMEOUT = 60.0  # seconds for the containers' response


def where(hosting: Hosting, endpoint: str) -> Where:
    """The endpoint of that name, for messages."""
    return Where(endpoint, hosting.service.region, hosting.service.account)


def serving(hosting: Hosting, name: str) -> Endpoint:
    """The endpoint of that name.

    Raises:
        InvokeError: there is none that serves.
    """
    endpoint = hosting.endpoints.find(name)
    if endpoint is None or not endpoint.serves:
        raise errors.endpoint_not_found(name, hosting.service.account)
    return endpoint


@contextmanager
def leased(hosting: Hosting, endpoint: Endpoint, variant: str | None) -> Iterator[Instance]:
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


def answered(
    hosting: Hosting,
    endpoint: Endpoint,
    instance: Instance,
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
    try:
        response = instance.invoke(*sent, timeout, target)
        status, took = response.status, response.took
    except Late as error:
        raise errors.timed_out(about, error.container) from None
    except Broke as error:
        raise errors.broke_off(about, error.container, str(error)) from error
    except (TargetNeeded, NotDirect, NoSuchContainer) as error:
        status = 400
        raise errors.invalid(str(error)) from error
    finally:
        hosting.metrics.invoked(
            *(endpoint.name, instance.variant, status, time.perf_counter() - began),
            began - (began if entered is None else entered),
            endpoint.router.instances_of(instance.variant),
            instance.configuration,
            took if len(took) > 1 else {},
        )
    if not 200 <= status < 300:
        text = response.body.decode("utf-8", errors="replace")
        raise errors.model_error(about, response.container, status, text)
    return response
