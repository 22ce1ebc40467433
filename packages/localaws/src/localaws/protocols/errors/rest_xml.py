"""Errors of REST with XML, and S3's, which has no wrapper around the error."""

from __future__ import annotations

from localaws.protocols.errors import query
from localaws.protocols.errors.elements import document, element, said
from localaws.protocols.refusal import Refusal
from localaws.protocols.response import Response


def written(refusal: Refusal, request_id: str) -> Response:
    return query.written(refusal, request_id)


def written_for_s3(refusal: Refusal, request_id: str) -> Response:
    root = element(
        "Error",
        said("Code", refusal.code),
        said("Message", refusal.message),
        said("RequestId", request_id),
        said("HostId", request_id),
    )
    headers = (
        ("Content-Type", "application/xml"),
        ("x-amz-request-id", request_id),
        ("x-amz-id-2", request_id),
    )
    return Response(refusal.status, headers, document(root))
