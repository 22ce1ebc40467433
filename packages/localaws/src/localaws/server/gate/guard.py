"""Whether this server needs its token, and which access key its programs and jobs are given.

Where the kernel tells whose program asks, a token is needed by those alone of whom it cannot tell
that they are ours: a container of an engine, behind its bridge or as a user of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from localaws.server.gate.peers import Peers
from localaws.server.gate.token import WITHOUT, Token


@dataclass(frozen=True)
class Guard:
    """``asked_for``: by option, of every request."""

    peers: Peers
    token: Token
    asked_for: bool = False

    @property
    def asks_everybody(self) -> bool:
        return self.asked_for or not self.peers.known

    @property
    def access_key(self) -> str:
        """What the user's own programs sign with."""
        return self.token.text if self.asks_everybody else WITHOUT

    def access_key_of_jobs(self, in_containers: bool) -> str:
        """What jobs sign with."""
        return self.token.text if self.asks_everybody or in_containers else WITHOUT
