"""The WSGI layer in front of every service.

A request goes through five questions: who signed it and for whom, what it asks for, whether that is
offered, whether it can be read and keeps the model's rules, and whether what came back is an
answer. Each *no* is one refusal, in the protocol of the request, with a request id.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from localaws import offer
from localaws.protocols import errors, families
from localaws.protocols.reading import rest
from localaws.protocols.refusal import Malformed, Refusal
from localaws.protocols.validation import validated
from localaws.protocols.wire import Wire
from localaws.server.entrance import identity, rules, signature, unsigned
from localaws.server.entrance.handing_over import hand_over
from localaws.server.entrance.identity import Identity, NoOperation, Unidentified
from localaws.server.entrance.outcome import Outcome, sent
from localaws.server.entrance.request import TooLarge, wire_of, with_body
from localaws.server.http import Application, StartResponse
from localaws.this_aws import chain

log = logging.getLogger(__name__)

# The services that respond in CBOR, as newer SDKs want it of them.
_IN_CBOR = frozenset({"cloudwatch"})


class Entrance:
    """The application. ``moto`` answers for every service that is not among ``ours``."""

    def __init__(self, moto: Application, ours: Mapping[str, Application]) -> None:
        self._moto = moto
        self._ours = ours

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        request_id = str(uuid.uuid4())
        wire = wire_of(environ)
        bodiless = wire.method == "HEAD"
        asked = Identity("", identity.likely_protocol(wire), None)
        try:
            wire, asked = _identified(wire, environ)
            hand_over(asked, _admitted(wire, asked, environ), environ)
        except NoOperation as error:
            asked = Identity(error.service, error.protocol, None)
            refusal = _no_operation(error)
        except Refusal as error:
            refusal = error
        except (Malformed, TooLarge) as error:
            code = families.codes(asked.service, asked.protocol).malformed
            refusal = Refusal(code, str(error), 413 if isinstance(error, TooLarge) else 400)
        else:
            responds = self._ours.get(asked.service, self._moto)
            with chain.belonging_to(wire.headers.get("x-amzn-trace-id", "")):
                return Outcome(asked, request_id, bodiless).of(responds, environ, start_response)
        service = asked.service or ("s3" if asked.protocol == "rest-xml" else "")
        made = errors.written(asked.protocol, refusal, request_id, service, bodiless)
        return sent(made, start_response)


def _identified(wire: Wire, environ: dict[str, Any]) -> tuple[Wire, Identity]:
    """Whom a request is for; with its body where that tells the operation."""
    protocol = identity.likely_protocol(wire)
    try:
        scope = signature.scope(wire)
    except signature.BadSignature as error:
        raise _bad_signature(protocol, error) from error
    if protocol == "query":
        wire = with_body(wire, environ, protocol)
    if scope is None:
        return wire, unsigned.identified(wire)
    try:
        return wire, identity.identified(wire, scope.service)
    except Unidentified as error:
        raise _bad_signature(protocol, signature.BadSignature(str(error), False)) from error


def _bad_signature(protocol: str, error: signature.BadSignature) -> Refusal:
    service = "s3" if protocol == "rest-xml" else ""
    codes = families.codes(service, protocol)
    code = codes.incomplete_signature if error.incomplete else codes.wrong_signature
    status = 400 if service == "s3" or error.incomplete else 403
    return Refusal(code, str(error), status)


def _no_operation(error: NoOperation) -> Refusal:
    codes = families.codes(error.service, error.protocol)
    said = f"{error.name[:200] or 'The request'} is no operation of {error.service}."
    return Refusal(codes.unknown_operation, said, codes.unknown_status)


def _admitted(wire: Wire, asked: Identity, environ: dict[str, Any]) -> Wire:
    """Let a request in, with its body where that was read.

    Raises:
        Refusal: its operation is not offered, or it breaks the model's rules.
        Malformed, TooLarge: its body cannot be read.
    """
    name = asked.operation.name if asked.operation else "PutObject"
    _refuse_if(offer.refusal(asked.service, name), asked)
    if asked.operation is None or not _is_modelled(asked):
        return wire
    sent = wire
    if asked.protocol in ("rest-json", "rest-xml"):
        if asked.service == "s3":
            sent = identity.at_path(wire)
        if not rest.is_stream(asked.operation) and not _is_signed_in_chunks(wire):
            sent = with_body(sent, environ, asked.protocol)
    elif asked.protocol != "query" and asked.protocol != "ec2":
        sent = with_body(sent, environ, asked.protocol)
    if asked.protocol == "smithy-rpc-v2-cbor" and asked.service not in _IN_CBOR:
        validated(asked.operation, asked.protocol, sent)
        raise Refusal(
            "UnsupportedOperationException",
            "CBOR is not answered by this embedded AWS. Choose the protocol awsJson or awsQuery.",
        )
    if asked.service == "sagemaker":
        return sent  # it validates for itself, as it is called from within as well
    call = validated(asked.operation, asked.protocol, sent)
    _refuse_if(offer.refusal_of(asked.service, name, call.parameters), asked)
    rules.check(asked.service, call.operation, call.parameters)
    return sent


def _refuse_if(sentence: str | None, asked: Identity) -> None:
    """Raise the refusal that a sentence says, if there is one."""
    if sentence is not None:
        log.warning("refused: %s", sentence)
        raise Refusal("UnsupportedOperationException", sentence)


def _is_modelled(asked: Identity) -> bool:
    """Whether the model says how the operation is written in this protocol.

    SQS still takes the forms of clients from before its JSON, which its model has forgotten.
    """
    assert asked.operation is not None
    model = asked.operation.service_model
    return asked.protocol != "query" or "query" in model.metadata.get("protocols", ("query",))


def _is_signed_in_chunks(wire: Wire) -> bool:
    """Whether the body has signatures among its bytes, which only S3 takes apart."""
    return "aws-chunked" in wire.headers.get("content-encoding", "") or wire.headers.get(
        "x-amz-content-sha256", ""
    ).startswith("STREAMING-")
