"""Errors of AWS query and of EC2's query, in XML."""

from __future__ import annotations

from localaws.protocols.errors.elements import document, element, said
from localaws.protocols.refusal import Refusal
from localaws.protocols.response import Response


def written(refusal: Refusal, request_id: str) -> Response:
    error = element(
        "Error",
        said("Type", "Sender" if refusal.status < 500 else "Receiver"),
        said("Code", refusal.code),
        said("Message", refusal.message),
    )
    root = element("ErrorResponse", error, said("RequestId", request_id))
    return Response(refusal.status, _headers(request_id), document(root))


def written_for_ec2(refusal: Refusal, request_id: str) -> Response:
    error = element("Error", said("Code", refusal.code), said("Message", refusal.message))
    root = element("Response", element("Errors", error), said("RequestID", request_id))
    return Response(refusal.status, _headers(request_id), document(root))


def _headers(request_id: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", "text/xml"), ("x-amzn-RequestId", request_id))
