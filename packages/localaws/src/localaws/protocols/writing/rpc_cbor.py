"""What an operation of Smithy's RPC v2 gives: its result in CBOR, by the shapes of the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel
from botocore.serialize import CBORSerializer

from localaws.protocols.response import Response


def written(asked: OperationModel, result: Mapping[str, Any], request_id: str) -> Response:
    """The result of an operation."""
    headers = (
        ("Content-Type", "application/cbor"),
        ("smithy-protocol", "rpc-v2-cbor"),
        ("x-amzn-RequestId", request_id),
    )
    shape = asked.output_shape
    if shape is None or not shape.members:
        return Response(200, headers, b"\xa0")  # an empty map
    body = bytearray()
    _Encoder()._serialize_data_item(body, result, shape)  # type: ignore[attr-defined]
    return Response(200, headers, bytes(body))


class _Encoder(CBORSerializer):
    """botocore's encoder, which writes requests, for responses."""

    TIMESTAMP_FORMAT = "unixtimestamp"
