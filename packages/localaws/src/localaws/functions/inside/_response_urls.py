"""Has the responses of custom resources asked by http, though their modules ask by https.

They respond to CloudFormation at an address of S3, and so some modules take ``HTTPSConnection`` and the
usual port, whatever the address says. The embedded AWS speaks http: what is asked of its address is asked
in its way, and nothing else.
"""

from __future__ import annotations

import http.client
import re

_ADDRESS = re.compile(rb"https?://([^/\"\\:]+)(?::(\d+))?(?=/_localaws/custom-resource-responses/)")
_ours: set[tuple[str, int]] = set()
_secure = http.client.HTTPSConnection.connect


def speak_plainly(event: bytes) -> None:
    """Called with each event that has an address."""
    found = _ADDRESS.search(event)
    if found is not None:
        _ours.add((found[1].decode(), int(found[2] or 80)))
        http.client.HTTPSConnection.connect = _connect  # type: ignore[method-assign, assignment]


def _connect(connection: http.client.HTTPSConnection) -> None:
    for host, port in _ours:
        if connection.host == host and connection.port in (443, port):
            connection.port = port
            http.client.HTTPConnection.connect(connection)
            return
    _secure(connection)
