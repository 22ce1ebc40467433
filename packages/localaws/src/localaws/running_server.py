"""The embedded AWS that runs in a home folder, asked for its own pages straight from this machine."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import Any

_RESPONDS_WITHIN = 30.0  # seconds


class DoesNotSay(Exception):
    """No server runs there, or it does not answer as one. The message says why, "" where nothing is there."""

    def __init__(self, reason: str, is_passing: bool) -> None:
        """``is_passing``: so it is, too, while a server starts or ends."""
        super().__init__(reason)
        self.is_passing = is_passing


def ask(home: Path, page: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The health of the server, and a page of it, such as ``outbox``.

    Raises:
        DoesNotSay: see there.
    """
    try:
        record = json.loads((home / "server.json").read_text())
        health = _get(record["port"], "health")
        if health["instance"] != record["instance"]:
            raise ValueError("another embedded AWS answers at its port")
        return health, _get(record["port"], page)
    except FileNotFoundError:
        raise DoesNotSay("", is_passing=True) from None
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
        refused = isinstance(error, ConnectionRefusedError)
        raise DoesNotSay(str(error) or type(error).__name__, is_passing=refused) from error


def _get(port: int, page: str) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_RESPONDS_WITHIN)
    try:
        connection.request("GET", f"/_localaws/{page}")
        answer = connection.getresponse()
        content = json.loads(answer.read())
    finally:
        connection.close()
    if answer.status != http.client.OK or not isinstance(content, dict):
        raise ValueError(f"{answer.status} {answer.reason}")
    return content
