"""sagemaker-runtime over HTTP: a WSGI application for ``/endpoints/<name>/…``.

The server sends it every request whose path starts with ``/endpoints/``. It reads the request,
asks ``invocation`` what becomes of it and writes the answer; it decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from localaws.hosting.hosting import Hosting

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def application(hosting_for: Callable[[str], Hosting], default_region: str) -> Application:
    """The WSGI application; ``hosting_for(region)`` gives the hosting of the request's region."""

    def invoke(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        raise NotImplementedError

    return invoke
