"""A service of our own over HTTP: the request is read, its operation called, the result written.

A WSGI application behind the entrance, which has identified the request and held it against the
list of what is offered, and which makes a failure inside the service an ``InternalFailure``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from botocore.model import OperationModel
from moto.iam.models import get_account_id_from

from localaws.protocols import errors, families
from localaws.protocols.json_values import parsed
from localaws.protocols.models import service_model
from localaws.protocols.reading import READERS, json_rpc, query, rest, rest_json, rpc_cbor
from localaws.protocols.refusal import Malformed, Refusal
from localaws.protocols.signer import Signer
from localaws.protocols.wire import Wire
from localaws.protocols.writing import WRITERS
from localaws.server.entrance.outcome import sent
from localaws.server.entrance.request import wire_of
from localaws.server.http import StartResponse

# Account, region, operation, parameters; the result has botocore's names, moments are datetimes. It may
# say the request's id, as Lambda's does by which a function's log has it.
Call = Callable[[str, str, str, dict[str, Any]], Mapping[str, Any]]


class OwnService:
    """One service.

    Args:
        name: botocore's name of it.
        protocol: botocore's name of its protocol.
        call: does an operation, or raises a ``Refusal``.
        region: of requests whose signature names none.
    """

    def __init__(self, name: str, protocol: str, call: Call, region: str) -> None:
        self._name = name
        self._protocol = protocol
        self._call = call
        self._region = region

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        request_id = str(uuid.uuid4())
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        wire = replace(wire_of(environ), body=body)
        model = service_model(self._name)
        asked = model.operation_model(READERS[self._protocol].operation(model, wire))
        signer = Signer.of(wire.headers.get("authorization", ""), self._region)
        try:
            result = self._call(
                get_account_id_from(signer.access_key),
                signer.region,
                asked.name,
                _parameters(self._protocol, asked, wire),
            )
            own_id = result.get("ResponseMetadata", {}).get("RequestId")
            made = WRITERS[self._protocol](asked, result, own_id or request_id)
        except Malformed as error:
            code = families.codes(self._name, self._protocol).malformed
            made = errors.written(self._protocol, Refusal(code, str(error)), request_id)
        except Refusal as refusal:
            made = errors.written(self._protocol, refusal, request_id)
        return sent(made, start_response)


def _parameters(protocol: str, asked: OperationModel, wire: Wire) -> dict[str, Any]:
    """The parameters: of a form and of REST by the model's shapes; of JSON as they came, as services check it."""
    if protocol == "query":
        return query.parameters(asked, wire)
    if protocol == "smithy-rpc-v2-cbor":
        return rpc_cbor.parameters(asked, wire)
    if protocol == "rest-json":
        found = rest_json.parameters(asked, wire)
        whole = rest.payload(asked)
        if whole is not None and rest.is_stream(asked):
            found[whole[0]] = wire.body
        return found
    return json_rpc.members(parsed(wire.body or b"{}"), "JSON object")
