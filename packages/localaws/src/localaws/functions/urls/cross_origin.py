"""Which pages of other origins may read the responses of a function's URL, by its CORS settings. Pure.

Lambda's developer guide, "Cross-origin resource sharing (CORS)": where there are settings, they decide,
and preflights never reach the function.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from localaws.functions.function import Cors
from localaws.functions.urls.request import HttpRequest
from localaws.functions.urls.response import HttpResponse

_OURS = "access-control-"


def preflight(request: HttpRequest, cors: Cors | None) -> HttpResponse | None:
    """The response to a preflight; None where the request is none, or the function is to respond."""
    if cors is None or request.method != "OPTIONS" or not request.header("origin"):
        return None
    fields = _fields(request.header("origin"), cors)
    if not fields:
        return HttpResponse(200, b"", ())
    if cors.methods:
        fields.append((f"{_OURS}allow-methods", ",".join(cors.methods)))
    if cors.headers:
        fields.append((f"{_OURS}allow-headers", ",".join(cors.headers)))
    if cors.max_age is not None:
        fields.append((f"{_OURS}max-age", str(cors.max_age)))
    return HttpResponse(200, b"", tuple(fields))


def opened(response: HttpResponse, request: HttpRequest, cors: Cors | None) -> HttpResponse:
    """A response with what the settings say of it in the place of what the function said."""
    if cors is None:
        return response
    own = [each for each in response.headers if not each[0].startswith(_OURS)]
    fields = _fields(request.header("origin"), cors)
    return HttpResponse(response.status, response.body, (*own, *fields))


def _fields(origin: str, cors: Cors) -> list[tuple[str, str]]:
    """The header fields for a page of an origin; none where it may not read anything."""
    if not origin or not any(_matches(each, origin) for each in cors.origins):
        return []
    everybody = "*" in cors.origins and not cors.credentials
    fields = [(f"{_OURS}allow-origin", "*" if everybody else origin), ("vary", "Origin")]
    if cors.credentials:
        fields.append((f"{_OURS}allow-credentials", "true"))
    if cors.exposed:
        fields.append((f"{_OURS}expose-headers", ",".join(cors.exposed)))
    return fields


def _matches(pattern: str, origin: str) -> bool:
    """The asterisk is the one wildcard."""
    return fnmatchcase(origin, pattern.replace("[", "[[]").replace("?", "[?]"))
