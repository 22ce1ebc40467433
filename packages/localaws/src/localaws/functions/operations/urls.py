"""The URLs of functions and of their aliases: made, shown, changed, listed, deleted."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import urlsplit

from localaws.functions.errors import nothing_there
from localaws.functions.function import Cors, Function, FunctionUrl
from localaws.functions.operations.ledger import Caller, Ledger, Operation, Request, Result
from localaws.functions.operations.pages import page
from localaws.functions.urls.serving import HOST
from localaws.functions.versions import exactly
from localaws.protocols.refusal import Refusal
from localaws.protocols.timestamps import iso

_LETTERS = string.ascii_lowercase + string.digits
_CORS = (
    ("AllowOrigins", "origins"),
    ("AllowMethods", "methods"),
    ("AllowHeaders", "headers"),
    ("ExposeHeaders", "exposed"),
)


class UrlOperations:
    """``endpoint`` is this server's address, below whose host each URL has a name of its own."""

    def __init__(self, ledger: Ledger, endpoint: str) -> None:
        self._ledger = ledger
        self._port = urlsplit(endpoint).port
        self.operations: Mapping[str, Operation] = {
            "CreateFunctionUrlConfig": self.create,
            "DeleteFunctionUrlConfig": self.delete,
            "GetFunctionUrlConfig": self.get,
            "ListFunctionUrlConfigs": self.list,
            "UpdateFunctionUrlConfig": self.update,
        }

    def create(self, caller: Caller, request: Request) -> Result:
        """CreateFunctionUrlConfig."""
        function, qualifier = self._ledger.find(caller, request)
        exactly(function, qualifier)
        now = self._ledger.clock.seconds()
        identifier = "".join(secrets.choice(_LETTERS) for _ in range(32))
        auth: Literal["NONE", "AWS_IAM"] = request["AuthType"]
        made = FunctionUrl(identifier, auth, _cors(request.get("Cors")), now, now)

        def change(found: Function) -> Function:
            if (qualifier or "") in found.urls:
                whole = found.qualified(qualifier)
                raise Refusal(
                    "ResourceConflictException",
                    f"Failed to create function url config for [functionArn = {whole}]. Error "
                    "message:  FunctionUrlConfig exists for this Lambda function",
                    409,
                )
            return replace(found, urls={**found.urls, qualifier or "": made})

        return self._shown(self._ledger.functions.change(function.arn, change), qualifier)

    def get(self, caller: Caller, request: Request) -> Result:
        """GetFunctionUrlConfig."""
        return self._shown(*self._ledger.find(caller, request))

    def update(self, caller: Caller, request: Request) -> Result:
        """UpdateFunctionUrlConfig: what it does not name stays."""
        function, qualifier = self._ledger.find(caller, request)

        def change(found: Function) -> Function:
            before = _url(found, qualifier)
            cors = before.cors
            if request.get("Cors") is not None:
                cors = _cors(request["Cors"])
            made = replace(
                before,
                auth=request.get("AuthType") or before.auth,
                cors=cors,
                modified=self._ledger.clock.seconds(),
            )
            return replace(found, urls={**found.urls, qualifier or "": made})

        return self._shown(self._ledger.functions.change(function.arn, change), qualifier)

    def list(self, caller: Caller, request: Request) -> Result:
        """ListFunctionUrlConfigs: the function's own, and those of its aliases."""
        function, _ = self._ledger.find(caller, request)
        found, marker = page(sorted(function.urls), str, request)
        shown = [self._shown(function, qualifier or None) for qualifier in found]
        return {"FunctionUrlConfigs": shown, "NextMarker": marker}

    def delete(self, caller: Caller, request: Request) -> Result:
        """DeleteFunctionUrlConfig."""
        function, qualifier = self._ledger.find(caller, request)

        def change(found: Function) -> Function:
            _url(found, qualifier)
            left = {name: url for name, url in found.urls.items() if name != (qualifier or "")}
            return replace(found, urls=left)

        self._ledger.functions.change(function.arn, change)
        return {}

    def _shown(self, function: Function, qualifier: str | None) -> Result:
        url = _url(function, qualifier)
        region = function.arn.split(":")[3]
        found: Result = {
            "FunctionUrl": f"http://{url.id}.{HOST}.{region}.localhost:{self._port}/",
            "FunctionArn": function.qualified(qualifier),
            "AuthType": url.auth,
            "CreationTime": iso(url.created),
            "LastModifiedTime": iso(url.modified),
            "InvokeMode": "BUFFERED",
        }
        if url.cors is not None:
            found["Cors"] = _cors_shown(url.cors)
        return found


def _url(function: Function, qualifier: str | None) -> FunctionUrl:
    found = function.urls.get(qualifier or "")
    if found is None:
        raise nothing_there()
    return found


def _cors(given: Mapping[str, Any] | None) -> Cors | None:
    """CORS settings; an empty structure takes them away."""
    if not given:
        return None
    lists = {ours: tuple(given.get(theirs) or ()) for theirs, ours in _CORS}
    return Cors(
        **lists, credentials=bool(given.get("AllowCredentials")), max_age=given.get("MaxAge")
    )


def _cors_shown(cors: Cors) -> dict[str, Any]:
    shown: dict[str, Any] = {
        theirs: list(getattr(cors, ours)) for theirs, ours in _CORS if getattr(cors, ours)
    }
    if cors.credentials:
        shown["AllowCredentials"] = True
    if cors.max_age is not None:
        shown["MaxAge"] = cors.max_age
    return shown
