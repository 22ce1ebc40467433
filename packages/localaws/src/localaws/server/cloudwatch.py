"""CloudWatch over HTTP: what has to do with alarms is ours, everything else moto's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from localaws.alarms.service import Alarms
from localaws.protocols.models import service_model
from localaws.protocols.reading import READERS
from localaws.server.entrance.request import wire_of, with_body
from localaws.server.http import Application, StartResponse
from localaws.server.own_service import OwnService


class CloudWatch:
    """The application behind the entrance. ``others`` responds to what ``alarms`` has no operation for."""

    def __init__(self, alarms: Alarms, others: Application, region: str) -> None:
        self._alarms = alarms
        self._others = others
        self._own = {
            protocol: OwnService("cloudwatch", protocol, alarms.call, region)
            for protocol in ("json", "query")
        }

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        protocol = "json" if environ.get("HTTP_X_AMZ_TARGET") else "query"
        wire = with_body(wire_of(environ), environ, protocol)
        operation = READERS[protocol].operation(service_model("cloudwatch"), wire)
        responds = self._own[protocol] if operation in self._alarms.operations else self._others
        return responds(environ, start_response)
