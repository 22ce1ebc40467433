"""One module for each protocol: a refusal as that protocol's clients read it."""

from __future__ import annotations

from collections.abc import Callable

from localaws.protocols import response
from localaws.protocols.errors import json_rpc, query, rest_json, rest_xml, rpc_cbor
from localaws.protocols.refusal import Refusal
from localaws.protocols.response import Response

Writer = Callable[[Refusal, str], Response]

WRITERS: dict[str, Writer] = {
    "json": json_rpc.written,
    "query": query.written,
    "ec2": query.written_for_ec2,
    "rest-json": rest_json.written,
    "rest-xml": rest_xml.written,
    "s3": rest_xml.written_for_s3,
    "smithy-rpc-v2-cbor": rpc_cbor.written,
}


def written(
    protocol: str, refusal: Refusal, request_id: str, service: str = "", bodiless: bool = False
) -> Response:
    """A refusal in a protocol, and in S3's own way for S3; no body for a HEAD."""
    made = WRITERS["s3" if service == "s3" else protocol](refusal, request_id)
    return response.without_body(made) if bodiless else made
