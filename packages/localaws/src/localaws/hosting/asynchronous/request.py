"""What InvokeEndpointAsync is asked: read of its headers and body, and held against the service's model. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from localaws.hosting.asynchronous.settings import AsyncSettings
from localaws.hosting.invocation.errors import constraint, invalid
from localaws.hosting.invocation.headers import CUSTOM, INFERENCE_ID, PREFIX
from localaws.this_aws.s3_location import NotS3, S3Location

_LARGEST_INLINE = 128_000  # bytes
_TTL = (60, 21600, 21600)  # seconds: least, most, default
_TIMEOUT = (1, 3600, 900)
_EXTENSION = re.compile(r"(?!s3:|https:)[a-zA-Z0-9!_.*'()/-]{1,512}")
_FILENAME = re.compile(r"(?!.*\..*\.)[a-zA-Z0-9][a-zA-Z0-9_.-]{0,31}")


@dataclass(frozen=True)
class AsyncRequest:
    """One request.

    Attributes:
        inference: its identifier, the caller's own or one made for it.
        source: where its body lies; None: ``body`` is it.
        sent: the headers that the containers get.
        ttl, timeout: the seconds that it may wait in the queue, and that a response may take.
        output, failure: where the response goes, and what there is of it if it is an error.
    """

    inference: str
    received: datetime
    source: S3Location | None
    source_uri: str | None
    body: bytes
    sent: Mapping[str, str]
    ttl: int
    timeout: int
    output: S3Location
    failure: S3Location | None


def read(
    settings: AsyncSettings,
    headers: Mapping[str, str],
    body: bytes,
    received: datetime,
    identifiers: tuple[str, str],
) -> AsyncRequest:
    """The request. Header names are lower case.

    Args:
        identifiers: of the inference, where the caller gives none, and of the objects.

    Raises:
        InvokeError: it is not as the model of the service has it.
    """
    uri = headers.get(f"{PREFIX}inputlocation")
    if (uri is None) == (not body):
        raise invalid("Provide exactly one of InputLocation and Body.")
    if len(body) > _LARGEST_INLINE:
        said = f"Member must have length less than or equal to {_LARGEST_INLINE}"
        raise constraint("body", said)
    inference, identifier = headers.get(INFERENCE_ID, identifiers[0]), identifiers[1]
    extension = _matched(headers, "s3outputpathextension", _EXTENSION)
    filename = _matched(headers, "filename", _FILENAME) or f"{identifier}.out"
    return AsyncRequest(
        inference=inference,
        received=received,
        source=None if uri is None else _source(uri),
        source_uri=uri,
        body=body,
        sent=_sent(headers, inference),
        ttl=_seconds(headers, "requestttlseconds", *_TTL),
        timeout=_seconds(headers, "invocationtimeoutseconds", *_TIMEOUT),
        output=_below(settings.output, extension, filename),
        failure=settings.failures and _below(settings.failures, "", f"{identifier}-error.out"),
    )


def _sent(headers: Mapping[str, str], inference: str) -> dict[str, str]:
    made = {
        "content-type": headers.get(f"{PREFIX}content-type"),
        "accept": headers.get(f"{PREFIX}accept"),
        CUSTOM: headers.get(CUSTOM),
        INFERENCE_ID: inference,
    }
    return {name: value for name, value in made.items() if value is not None}


def _source(uri: str) -> S3Location:
    try:
        return S3Location.parse(uri)
    except NotS3 as error:
        raise constraint("inputLocation", "Member must be the URI of an S3 object") from error


def _matched(headers: Mapping[str, str], name: str, form: re.Pattern[str]) -> str:
    value = headers.get(PREFIX + name, "")
    if value and not form.fullmatch(value):
        raise constraint(name, f"Member must satisfy regular expression pattern: {form.pattern}")
    return value


def _seconds(headers: Mapping[str, str], name: str, least: int, most: int, default: int) -> int:
    value = headers.get(PREFIX + name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise constraint(name, f"Member must be a number of seconds from {least} to {most}")
    return int(value)


def _below(location: S3Location, extension: str, filename: str) -> S3Location:
    parts = [location.key.strip("/"), extension.strip("/"), filename]
    return S3Location(location.bucket, "/".join(part for part in parts if part))
