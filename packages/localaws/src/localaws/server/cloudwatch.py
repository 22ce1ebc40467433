"""CloudWatch over HTTP: metrics and alarms are ours, dashboards moto's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from localaws.protocols.models import service_model
from localaws.protocols.reading import READERS
from localaws.server.entrance.request import wire_of, with_body
from localaws.server.http import Application, StartResponse
from localaws.server.own_service import OwnService

# Account, region, request; the result.
Operation = Callable[[str, str, Mapping[str, Any]], dict[str, Any]]


class CloudWatch:
    """The application behind the entrance. ``others`` responds to what ``operations`` does not have."""

    def __init__(
        self, operations: Mapping[str, Operation], others: Application, region: str
    ) -> None:
        self._operations = operations
        self._others = others
        self._own = {
            protocol: OwnService("cloudwatch", protocol, self._call, region)
            for protocol in ("json", "query")
        }

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        protocol = "json" if environ.get("HTTP_X_AMZ_TARGET") else "query"
        wire = with_body(wire_of(environ), environ, protocol)
        operation = READERS[protocol].operation(service_model("cloudwatch"), wire)
        responds = self._own[protocol] if operation in self._operations else self._others
        return responds(environ, start_response)

    def _call(
        self, account: str, region: str, operation: str, request: dict[str, Any]
    ) -> dict[str, Any]:
        return self._operations[operation](account, region, request)
