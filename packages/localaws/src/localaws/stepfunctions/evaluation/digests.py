"""The digests that ``States.Hash`` and JSONata's ``$hash`` make, by AWS's names of the algorithms."""

from __future__ import annotations

import hashlib

ALGORITHMS = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


def digest(text: str, algorithm: str) -> str:
    """In hexadecimal digits; ``algorithm`` is one of ``ALGORITHMS``."""
    return hashlib.new(ALGORITHMS[algorithm], text.encode()).hexdigest()
