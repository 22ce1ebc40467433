"""Who signed a request and for which region: what a service wants to know of its signature.

Whether it is a signature at all the server's entrance has seen before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CREDENTIAL = re.compile(r"Credential=([^/]*)/\d{8}/([a-z0-9-]+)/")


@dataclass(frozen=True)
class Signer:
    """``access_key`` is empty where nobody signed."""

    access_key: str
    region: str

    @classmethod
    def of(cls, authorization: str, otherwise: str) -> Signer:
        """The one that an ``Authorization`` header names; ``otherwise``: the region without one."""
        found = _CREDENTIAL.search(authorization)
        return cls(found[1], found[2]) if found else cls("", otherwise)
