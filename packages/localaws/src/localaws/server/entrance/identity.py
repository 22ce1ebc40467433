"""Which service, protocol and operation a request is for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from botocore.model import OperationModel, ServiceModel

from localaws.protocols import models
from localaws.protocols.reading import READERS, query, rpc_cbor
from localaws.protocols.refusal import Malformed, UnknownOperation
from localaws.protocols.wire import Wire

_REST = ("rest-json", "rest-xml")
_FORM = ("query", "ec2")
_BUCKET_HOST = re.compile(
    r"(?P<bucket>.+?)\.(s3[.-][a-z0-9.-]*|s3|localhost|[a-z0-9-]+\.localhost)(:\d+)?"
)


class Unidentified(Exception):
    """The service that a request was signed for is none, or not the one that it is shaped for."""


@dataclass(frozen=True)
class Identity:
    """``operation`` is None where the model has none and the service answers all the same: S3's
    form uploads and preflights."""

    service: str
    protocol: str
    operation: OperationModel | None


class NoOperation(Exception):
    """The service is known, and has no such operation."""

    def __init__(self, service: str, protocol: str, name: str) -> None:
        super().__init__(name)
        self.service = service
        self.protocol = protocol
        self.name = name


def likely_protocol(wire: Wire) -> str:
    """The protocol of a request whose service is not known, as far as it can be told."""
    if rpc_cbor.named(wire) or "smithy-protocol" in wire.headers:
        return "smithy-rpc-v2-cbor"
    kind = wire.headers.get("content-type", "")
    if "x-amz-target" in wire.headers or "x-amz-json" in kind:
        return "json"
    if _is_form(wire):
        return "query"
    if "json" in kind or re.match(r"/endpoints/[^/]+/[a-z-]*invocations", wire.path):
        return "rest-json"
    return "rest-xml"


def identified(wire: Wire, signed_as: str) -> Identity:
    """Who is asked, and for what. ``wire`` has its body where that is a form.

    Raises:
        Unidentified: there is no such service, or it speaks no such protocol.
        NoOperation: the service has no such operation.
        Malformed: a form is none.
    """
    quick = models.services_signed_as(signed_as)
    if not quick:
        raise Unidentified(
            f"Credential should be scoped to a service of AWS, not '{signed_as[:100]}'."
        )
    protocol = likely_protocol(wire)
    if protocol in ("json", "smithy-rpc-v2-cbor", "query"):
        return _rpc(wire, signed_as, quick, protocol)
    return _rest(wire, signed_as, quick)


def _is_form(wire: Wire) -> bool:
    if wire.headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded"):
        return True
    return re.search(r"(^|&)Action=", wire.query) is not None


def _rpc(wire: Wire, signed_as: str, quick: Iterable[str], protocol: str) -> Identity:
    speakers = [models.service_model(s) for s in quick]
    has_paths = any(m.metadata["protocol"] in _REST for m in speakers)
    if protocol == "query" and has_paths and wire.path != "/":
        with suppress(NoOperation):  # SES has forms at the root, and its version 2 has paths
            return _rest(wire, signed_as, quick)
    for service in (*quick, *models.services_in_full(signed_as)) if protocol == "json" else quick:
        model = models.service_model(service)
        if _speaks(model, wire, protocol):
            return _operation(model, wire, _spoken(model, protocol))
    spoken = [m for m in speakers if protocol in m.metadata.get("protocols", ()) or ()]
    if spoken:
        raise NoOperation(spoken[0].service_name, protocol, _asked_for(wire))
    # curl and old clients send forms and JSON to REST services, too: S3 takes any body.
    if has_paths:
        return _rest(wire, signed_as, quick)
    raise NoOperation(
        speakers[0].service_name, models.protocols_of(speakers[0])[0], _asked_for(wire)
    )


def _speaks(model: ServiceModel, wire: Wire, protocol: str) -> bool:
    all_of_them = models.protocols_of(model)
    if protocol == "json":
        target = wire.headers.get("x-amz-target", "").rpartition(".")[0]
        return "json" in all_of_them and target == model.metadata.get("targetPrefix")
    if protocol == "query":
        if not any(p in all_of_them for p in _FORM) and "awsQueryCompatible" not in model.metadata:
            return False
        sent = query.fields(wire)
        version = sent.get("Version")
        same = version in (None, model.metadata["apiVersion"])
        return same or len(models.services_signed_as(model.signing_name)) == 1
    return protocol in all_of_them


def _spoken(model: ServiceModel, protocol: str) -> str:
    return "ec2" if protocol == "query" and "ec2" in models.protocols_of(model) else protocol


def _operation(model: ServiceModel, wire: Wire, protocol: str) -> Identity:
    try:
        name = READERS[protocol].operation(model, wire)
    except UnknownOperation as error:
        raise NoOperation(model.service_name, protocol, str(error)) from error
    return Identity(model.service_name, protocol, model.operation_model(name))


def _asked_for(wire: Wire) -> str:
    target = wire.headers.get("x-amz-target", "")
    try:
        return target or rpc_cbor.named(wire) or query.fields(wire).get("Action", "")
    except Malformed:
        return ""


def _rest(wire: Wire, signed_as: str, quick: tuple[str, ...] | Iterable[str]) -> Identity:
    first: NoOperation | None = None
    for service in dict.fromkeys((*quick, *_rest_of(signed_as, tuple(quick)))):
        if service == "s3":
            return s3(wire)
        model = models.service_model(service)
        protocol = models.protocols_of(model)[0]
        if protocol not in _REST:
            first = first or NoOperation(service, protocol, f"{wire.method} {wire.path}")
            continue
        try:
            return _operation(model, wire, protocol)
        except NoOperation as error:
            # Who asks at the root meant a service that has all of its operations there.
            settled = first and (first.protocol in _REST or wire.path == "/")
            first = first if settled else error
    assert first is not None  # there was at least one service
    raise first


def _rest_of(signed_as: str, quick: tuple[str, ...]) -> tuple[str, ...]:
    """The further services of a signing name; looked for only where it has more than one."""
    return () if len(quick) == 1 or "s3" in quick else models.services_in_full(signed_as)


def s3(wire: Wire) -> Identity:
    """The operation of S3, or of S3's control plane, whose buckets may be in the host's name.

    Raises:
        NoOperation: there is none.
    """
    if wire.path.startswith("/v20180820/"):
        return _operation(models.service_model("s3control"), wire, "rest-xml")
    kind = wire.headers.get("content-type", "").lower()
    if wire.method == "OPTIONS" or (
        wire.method == "POST" and kind.startswith("multipart/form-data")
    ):
        return Identity("s3", "rest-xml", None)
    return _operation(models.service_model("s3"), at_path(wire), "rest-xml")


def at_path(wire: Wire) -> Wire:
    """The request with its bucket in the path, wherever it was."""
    found = _BUCKET_HOST.fullmatch(wire.headers.get("host", ""))
    if found is None or found["bucket"] == "s3":
        return wire
    return Wire(wire.method, f"/{found['bucket']}{wire.path}", wire.query, wire.headers, wire.body)
