"""Has a function called for a request to its URL, and waits for what it returns.

Who asks has a thread of the server's, as with every request that waits.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from localaws.functions.execution.executor import Throttled
from localaws.functions.execution.failures import LARGEST_REQUEST
from localaws.functions.function import Function, FunctionUrl
from localaws.functions.functions import Call, Functions
from localaws.functions.policies import opens_url
from localaws.functions.urls import cross_origin
from localaws.functions.urls.request import HttpRequest, Signed, event
from localaws.functions.urls.response import (
    FORBIDDEN,
    INTERNAL_SERVER_ERROR,
    NOT_FOUND,
    THROTTLED,
    TOO_LARGE,
    HttpResponse,
    response,
)
from localaws.protocols.refusal import Refusal

HOST = "lambda-url"  # between the id and the Region in the host's name


class Urls:
    """The URLs of every function."""

    def __init__(self, functions: Functions, now: Callable[[], float]) -> None:
        self._functions = functions
        self._now = now

    def respond(self, url_id: str, request: HttpRequest, by: Signed | None) -> HttpResponse:
        """The response to a request to the URL of that id.

        Args:
            by: who signed it for Lambda; None where nobody did.
        """
        found = self._functions.by_url(url_id)
        if found is None:
            return NOT_FOUND
        function, qualifier, url = found
        asked = cross_origin.preflight(request, url.cors)
        if asked is not None:
            return asked
        if not _may_call(function, qualifier, url, by):
            return cross_origin.opened(FORBIDDEN, request, url.cors)
        by = by if url.auth == "AWS_IAM" else None
        return cross_origin.opened(
            self._called(function, qualifier, url, request, by), request, url.cors
        )

    def _called(
        self,
        function: Function,
        qualifier: str | None,
        url: FunctionUrl,
        request: HttpRequest,
        by: Signed | None,
    ) -> HttpResponse:
        _, _, _, region, account, *_ = function.arn.split(":")
        domain = f"{url.id}.{HOST}.{region}.localhost"
        payload = event(request, url.id, domain, str(uuid.uuid4()), self._now(), by)
        if len(payload) > LARGEST_REQUEST:
            return TOO_LARGE
        trace = request.header("x-amzn-trace-id")
        call = Call(account, region, function.arn, payload, qualifier, trace=trace)
        try:
            return response(self._functions.wait_for(call))
        except Throttled:
            return THROTTLED
        except Refusal as refusal:
            return NOT_FOUND if refusal.status == 404 else INTERNAL_SERVER_ERROR


def _may_call(
    function: Function, qualifier: str | None, url: FunctionUrl, by: Signed | None
) -> bool:
    """Whether the request is let in: one of the account's that is signed, or where all are."""
    if url.auth == "AWS_IAM":
        return by is not None
    return opens_url(function, qualifier)
