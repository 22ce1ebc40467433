"""One module for each protocol: which operation a request asks for, and with which parameters.

``operation(model, wire)`` tells the first from what is not the body, or from the body where the
protocol has it there; ``parameters(operation_model, wire)`` reads the second.
"""

from __future__ import annotations

from types import ModuleType

from localaws.protocols.reading import ec2, json_rpc, query, rest_json, rest_xml, rpc_cbor

READERS: dict[str, ModuleType] = {
    "json": json_rpc,
    "query": query,
    "ec2": ec2,
    "rest-json": rest_json,
    "rest-xml": rest_xml,
    "smithy-rpc-v2-cbor": rpc_cbor,
}
