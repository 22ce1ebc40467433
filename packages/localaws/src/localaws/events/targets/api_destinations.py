"""API destinations: HTTP endpoints. One on this machine is called; what is for anybody else leaves into the
outbox, and counts as taken.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html: the endpoint has five
seconds, and 401, 407, 409, 429 and 5xx are tried again.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import urllib3
from moto.events.models import events_backends
from moto.secretsmanager.models import secretsmanager_backends

from localaws.events import connection_secret, roles
from localaws.events.connection_secret import NoToken, Request
from localaws.events.destination_request import Destination, hidden, is_here, request
from localaws.events.failure import NO_RESOURCE, THROTTLING, TIMEOUT, DeliveryFailed
from localaws.events.parcel import Parcel
from localaws.this_aws.arn import parse

# A request that would leave, and the ARN of the destination that it is for.
Leave = Callable[[Request, str], None]

_SECONDS = 5
_TRIED_AGAIN = frozenset({401, 407, 409, 429})
_HTTP = urllib3.PoolManager(maxsize=8)


def is_one(arn: str) -> bool:
    found = parse(arn)
    return found.service == "events" and found.resource.startswith("api-destination/")


def nowhere(request: Request, destination: str) -> None:
    """For servers without an outbox."""


def take(parcel: Parcel, leave: Leave) -> None:
    """Call the endpoint.

    Raises:
        DeliveryFailed: there is none, or it did not take it.
    """
    roles.check(parcel)
    arn = str(parcel.target["Arn"])
    destination, kind, secret = _destination(arn)
    here = is_here(destination.endpoint)
    try:
        added = connection_secret.additions(kind, secret, _token)
    except NoToken as error:
        raise DeliveryFailed("ERROR_FROM_TARGET", str(error)) from error
    if not here:
        leave(request(destination, hidden(added), parcel), arn)
        return
    _send(request(destination, added, parcel))


def _destination(arn: str) -> tuple[Destination, str, dict[str, object]]:
    """The destination of an ARN, how its connection authorizes, and the connection's secret."""
    named = parse(arn)
    backend = events_backends[named.account][named.region]
    found = backend.destinations.get(named.resource.split("/")[1])
    if found is None or found.arn != arn:
        raise DeliveryFailed(NO_RESOURCE, f"The API destination {arn} does not exist.")
    connection = next(
        (each for each in backend.connections.values() if each.arn == found.connection_arn), None
    )
    if connection is None:
        raise DeliveryFailed(NO_RESOURCE, f"The connection {found.connection_arn} does not exist.")
    secrets = secretsmanager_backends[named.account][named.region]
    value = secrets.get_secret_value(connection.secret_arn, None, None)["SecretString"]
    destination = Destination(found.invocation_endpoint, found.http_method)
    return destination, connection.authorization_type, json.loads(value)


def _token(asked: Request) -> bytes:
    """A token of an endpoint of this machine. None of another is asked for: its body is made up."""
    if not is_here(asked.url):
        return b'{"access_token": "none-was-asked-for"}'
    return _send(asked)


def _send(asked: Request) -> bytes:
    try:
        response = _HTTP.request(
            *(asked.method, asked.url),
            body=asked.body,
            headers=dict(asked.headers),
            timeout=_SECONDS,
            redirect=False,
            retries=False,
        )
    except urllib3.exceptions.TimeoutError as error:
        raise DeliveryFailed(TIMEOUT, f"{asked.url} gave no response in {_SECONDS} s") from error
    except urllib3.exceptions.HTTPError as error:
        raise DeliveryFailed(
            "CONNECTION_FAILURE", f"{asked.url} could not be reached: {error}"
        ) from error
    if response.status >= 400:
        raise DeliveryFailed(
            THROTTLING if response.status == 429 else "ERROR_FROM_TARGET",
            f"{asked.url} responded {response.status}",
            retriable=response.status in _TRIED_AGAIN or response.status >= 500,
        )
    return bytes(response.data)
