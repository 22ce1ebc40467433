"""What is answered to a request, and what of a user's function becomes of that.

The rules are those of ``sagemaker_containers`` on Flask: a pair is a body and its type, a text alone is
``text/html``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

INTERNAL = """\
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">
<title>500 Internal Server Error</title>
<h1>Internal Server Error</h1>
<p>The server encountered an internal error and was unable to complete your request. \
Either the server is overloaded or there is an error in the application.</p>
"""


@dataclass(frozen=True)
class Answer:
    """A status, a body and its type."""

    status: int
    body: bytes = b""
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Response:
    """What a user's function may return in whole: ``worker.Response`` of ``sagemaker_containers``."""

    def __init__(
        self,
        response: str | bytes | None = None,
        accept: str | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        mimetype: str | None = None,
    ) -> None:
        self.response, self.status, self.mimetype = response, status, mimetype
        self.headers = dict(headers or {})


def answer(result: Any) -> Answer:
    """What a function's result becomes.

    Raises:
        TypeError: it cannot be sent.
    """
    match result:
        case Answer():
            return result
        case Response():
            kind = result.mimetype or "application/json"
            return Answer(int(result.status), _bytes(result.response), kind, result.headers)
        case (body, str(kind)):
            return Answer(200, _bytes(body), kind)
        case dict():
            return Answer(200, json.dumps(result).encode())
        case _:
            return Answer(200, _bytes(result), "text/html")


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    raise TypeError(
        f"a function answered with {type(body).__name__}, which is neither text nor bytes"
    )
