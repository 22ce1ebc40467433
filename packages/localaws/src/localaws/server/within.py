"""Asks the server's application from within: no socket, no gate, as whoever asks is this process."""

from __future__ import annotations

import io
from typing import Any

from localaws.server import environ
from localaws.server.http import Application
from localaws.server.request_head import Head
from localaws.this_aws.within import Ask, Received, Sent

_HERE = {
    "SCRIPT_NAME": "",
    "REMOTE_ADDR": "127.0.0.1",
    "REMOTE_PORT": 0,
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.input_terminated": True,
    "wsgi.errors": io.StringIO(),
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}


def asking(application: Application, port: int) -> Ask:
    """What asks an application that also listens at a port."""
    constant = {**_HERE, "SERVER_NAME": "localhost", "SERVER_PORT": str(port)}

    def ask(sent: Sent) -> Received:
        head = Head(sent.method, sent.target, "1.1", sent.headers, len(sent.body), True, False)
        body: Any = io.BytesIO(sent.body)
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
            started.append((status, headers))
            return _refuse_to_write

        request = environ.of_request(head, body, constant)
        parts = application(request, start_response)
        if not started:  # an application may begin as late as with its first part
            parts = list(parts)
        status, headers = started[-1]
        return Received(int(status.partition(" ")[0]), tuple(headers), parts)

    return ask


def _refuse_to_write(_: bytes) -> None:
    raise NotImplementedError("a body is returned, not written")
