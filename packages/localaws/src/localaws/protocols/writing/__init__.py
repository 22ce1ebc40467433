"""One module for each protocol in which a service of our own responds: a result as its clients read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import OperationModel

from localaws.protocols.response import Response
from localaws.protocols.writing import json_rpc, query, rest_json, rpc_cbor

Writer = Callable[[OperationModel, Mapping[str, Any], str], Response]

WRITERS: dict[str, Writer] = {
    "json": json_rpc.written,
    "query": query.written,
    "rest-json": rest_json.written,
    "smithy-rpc-v2-cbor": rpc_cbor.written,
}
