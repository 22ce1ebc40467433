"""CloudFormation over HTTP: AWS query, a form in and XML out.

A WSGI application that the server mounts for the service. It decides nothing: requests come through
the entrance, which has held them against the model and the list of what is offered.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from moto.iam.models import get_account_id_from

from localaws.cloudformation.service import CloudFormation
from localaws.protocols import errors
from localaws.protocols.models import service_model
from localaws.protocols.reading import query
from localaws.protocols.refusal import Refusal
from localaws.protocols.wire import Wire, headers_of
from localaws.protocols.writing import query as writing

_CREDENTIAL = re.compile(r"Credential=([^/]+)/\d{8}/([a-z0-9-]+)/")


class QueryAPI:
    """The WSGI application. ``region`` serves requests whose signature names none."""

    def __init__(self, service: CloudFormation, region: str) -> None:
        self._service = service
        self._region = region

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        request_id = str(uuid.uuid4())
        model = service_model("cloudformation")
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        wire = Wire("POST", "/", "", headers_of(environ), body)
        asked = model.operation_model(query.operation(model, wire))
        account, region = self._asker(wire)
        try:
            result = self._service.call(account, region, asked.name, query.parameters(asked, wire))
            made = writing.written(asked, result, request_id)
        except Refusal as refusal:
            made = errors.written("query", refusal, request_id)
        start_response(made.status_line, [*made.headers, ("Content-Length", str(len(made.body)))])
        return [made.body]

    def _asker(self, wire: Wire) -> tuple[str, str]:
        """Whose stacks a request is about: the account of the access key, the region signed for."""
        found = _CREDENTIAL.search(wire.headers.get("authorization", ""))
        key, region = found.groups() if found else ("", self._region)
        return get_account_id_from(key), region
