"""``PUT /_localaws/custom-resource-responses/TOKEN``: where the provider of a custom resource responds.

AWS gives a presigned URL of S3 for that. Whoever has the token may, as nobody can guess it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_LONGEST_BODY = 1 << 20  # what is too long for CloudFormation is for it to say


class ResponsePage:
    """Hands responses to ``receive(token, body)``, which tells whether anybody waits for such a one."""

    def __init__(self, receive: Callable[[str, bytes], bool]) -> None:
        self._receive = receive

    def respond(self, token: str, environ: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The status of the response, and what it says."""
        if environ["REQUEST_METHOD"] != "PUT":
            return "405 Method Not Allowed", {"error": "a custom resource's response is PUT"}
        body = environ["wsgi.input"].read(
            min(int(environ.get("CONTENT_LENGTH") or 0), _LONGEST_BODY)
        )
        if not self._receive(token, body):
            why = "no custom resource waits for a response at this address"
            return "403 Forbidden", {"error": why}
        return "200 OK", {}
