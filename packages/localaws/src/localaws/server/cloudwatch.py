"""CloudWatch over HTTP, in each of the protocols in which SDKs speak with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from localaws.server.http import Application, StartResponse
from localaws.server.own_service import OwnService

# Account, region, request; the result.
Operation = Callable[[str, str, Mapping[str, Any]], dict[str, Any]]

_CBOR = "smithy-rpc-v2-cbor"


class CloudWatch:
    """The application behind the entrance, which lets in the operations there are and no other."""

    def __init__(self, operations: Mapping[str, Operation], region: str) -> None:
        self._operations = operations
        self._in: Mapping[str, Application] = {
            protocol: OwnService("cloudwatch", protocol, self._call, region)
            for protocol in ("json", "query", _CBOR)
        }

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        return self._in[_protocol(environ)](environ, start_response)

    def _call(
        self, account: str, region: str, operation: str, request: dict[str, Any]
    ) -> dict[str, Any]:
        return self._operations[operation](account, region, request)


def _protocol(environ: Mapping[str, Any]) -> str:
    if environ.get("HTTP_SMITHY_PROTOCOL"):
        return _CBOR
    return "json" if environ.get("HTTP_X_AMZ_TARGET") else "query"
