"""The gate itself: in front of every other part, for every method and path, before anything is read.

It refuses with 403 and a sentence, counts and logs what it refused, and marks whatever is answered
so that a browser neither runs it as a page of ours nor guesses at its type. A function's URL has a host of its own,
so its pages are never ours: their forms are sent, as on AWS.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterable
from typing import Any

from localaws.server.gate.decision import Policy, why_refused
from localaws.server.gate.guard import Guard
from localaws.server.gate.peers import PEER, Peer
from localaws.server.http import Application, StartResponse

log = logging.getLogger(__name__)

HEALTH = "/_localaws/health"  # says who has the port, to a program that has no token yet
# A report in S3 is HTML of somebody's making: shown, but with an origin of its own and no scripts.
_HARDENED = [("Content-Security-Policy", "sandbox"), ("X-Content-Type-Options", "nosniff")]
_HARDENED_NAMES = frozenset(name.lower() for name, _ in _HARDENED)
OWN_ORIGIN = "localaws.own_origin"
"""In the environ of a request to a host whose pages all belong to one function: its headers are its own to say."""
_MOST_LOGGED = 10_000  # a page that asks without end must not fill the disk


class Gate:
    """Lets requests through to ``application``."""

    def __init__(self, application: Application, policy: Policy, guard: Guard) -> None:
        self._application = application
        self._policy = policy
        self._guard = guard
        self._refused = itertools.count(1)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        why = why_refused(environ, self._policy) or self._why_not_that_user(environ)
        if why is not None:
            return self._refuse(environ, why, start_response)

        def start_hardened(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            if environ.get(OWN_ORIGIN):
                return start_response(status, headers, error)
            others = [field for field in headers if field[0].lower() not in _HARDENED_NAMES]
            return start_response(status, others + _HARDENED, error)

        return self._application(environ, start_hardened)

    def _why_not_that_user(self, environ: dict[str, Any]) -> str | None:
        peer = environ.get(PEER, Peer.UNKNOWN)
        if peer is Peer.OURS and not self._guard.asks_everybody:
            return None
        if self._guard.token.is_in(environ):
            return None
        if peer is Peer.FOREIGN:
            return (
                "This embedded AWS is another user's: sign with the access key id that it exports "
                "when its owner starts it with --token."
            )
        if environ["PATH_INFO"] == HEALTH and environ["REQUEST_METHOD"] == "GET":
            return None
        return (
            "Sign with the AWS_ACCESS_KEY_ID that this embedded AWS exported at its start: it was "
            "started with --token, or cannot tell whose program asks."
        )

    def _refuse(
        self, environ: dict[str, Any], why: str, start_response: StartResponse
    ) -> Iterable[bytes]:
        number = next(self._refused)
        if number <= _MOST_LOGGED:
            log.warning(
                "refused (%d) %s %r: %s",
                number,
                environ["REQUEST_METHOD"],
                environ["RAW_URI"][:200],
                why,
            )
        body = f"{why}\n".encode()
        start_response(
            "403 Forbidden",
            [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Length", str(len(body))),
                ("Cache-Control", "no-store"),
                *_HARDENED,
            ],
        )
        return [body]
