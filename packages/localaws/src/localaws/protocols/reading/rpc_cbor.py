"""Smithy's RPC v2: the operation in the path, the parameters in CBOR."""

from __future__ import annotations

import io
import re
from typing import Any

from botocore.model import OperationModel, ServiceModel
from botocore.parsers import BaseCBORParser

from localaws.protocols.json_values import DEEPEST
from localaws.protocols.reading import json_rpc
from localaws.protocols.refusal import Malformed, UnknownOperation
from localaws.protocols.wire import Wire

_PATH = re.compile(r"/service/[^/]+/operation/([A-Za-z0-9]+)")


def named(wire: Wire) -> str:
    """The operation that the path names; empty if it is no path of this protocol."""
    found = _PATH.search(wire.path)
    return found[1] if found else ""


def operation(model: ServiceModel, wire: Wire) -> str:
    """The operation that the path names.

    Raises:
        UnknownOperation: the service has none of that name.
    """
    name = named(wire)
    if name not in model.operation_names:
        raise UnknownOperation(name or wire.path)
    return name


def parameters(asked: OperationModel, wire: Wire) -> dict[str, Any]:
    """The parameters; a body of no bytes stands for none.

    Raises:
        Malformed: the body is no CBOR map, or one of the wrong types.
    """
    value = decoded(wire.body) if wire.body else {}
    return json_rpc.typed(asked, json_rpc.members(value, "CBOR map"))


class _Decoder(BaseCBORParser):
    """botocore's decoder, which reads answers, for requests."""

    def __init__(self) -> None:
        self._depth = 0
        super().__init__()

    def parse_data_item(self, stream: Any) -> Any:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError("nested too deeply")
        try:
            return super().parse_data_item(stream)
        finally:
            self._depth -= 1


def decoded(body: bytes) -> Any:
    """The value of a body.

    Raises:
        Malformed: it is no CBOR, or has something after its end.
    """
    stream = io.BufferedReader(io.BytesIO(body))
    try:
        value = _Decoder().parse_data_item(stream)
    except (RecursionError, MemoryError, OverflowError) as error:
        raise Malformed("the body is nested too deeply") from error
    except Exception as error:  # the decoder names no errors of its own
        raise Malformed(f"the body is not CBOR: {error}") from error
    if stream.read(1):
        raise Malformed("something follows the CBOR value of the body")
    return value
