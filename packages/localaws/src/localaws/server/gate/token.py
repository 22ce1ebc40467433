"""The token: who may ask where a connection's user cannot be told, or is not asked.

It is an access key id, because that is what every client of AWS sends already, in a header or in a
presigned URL. The server makes one for its home folder and exports it with the rest of the
environment. Access keys that the server itself has issued since (IAM, STS) are as good.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from base64 import b32encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

# A user who signs nothing has these, as ever; they are no secret.
WITHOUT = "test"

_HEADER = re.compile(r"(?:\bCredential=|^AWS )([\w.-]{1,200})[/:]")
_FORM = re.compile(r"LAWS[A-Z2-7]{32}")


class Token:
    """The token of one home folder. ``issued`` tells access keys that the server gave out itself."""

    def __init__(self, text: str, issued: Callable[[str], bool] = lambda _: False) -> None:
        self.text = text
        self.issued = issued

    @classmethod
    def of(cls, home: Path) -> Token:
        """The token that lies in the folder, made where there is none; only its owner can read it.

        Raises:
            OSError: it can be neither read nor written.
        """
        file = home / "token"
        try:
            text = file.read_text().strip()
        except FileNotFoundError:
            text = ""
        if not _FORM.fullmatch(text):
            text = f"LAWS{b32encode(secrets.token_bytes(20)).decode()}"
            file.unlink(missing_ok=True)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
                new.write(text)
        file.chmod(0o600)
        return cls(text)

    def is_in(self, environ: Mapping[str, Any]) -> bool:
        """Whether the request carries it, or a key that the server has issued."""
        key = access_key(environ)
        return bool(key) and (
            hmac.compare_digest(key.encode(), self.text.encode()) or self.issued(key)
        )


def access_key(environ: Mapping[str, Any]) -> str:
    """The access key id that a request is signed with, in its header or its URL; "" without one."""
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    if authorization:
        found = _HEADER.search(authorization)
        return found[1] if found else ""
    query = environ.get("QUERY_STRING", "")
    if "X-Amz-Credential" not in query and "AWSAccessKeyId" not in query:
        return ""
    fields = parse_qs(query)
    credential = fields.get("X-Amz-Credential") or fields.get("AWSAccessKeyId") or [""]
    return str(credential[0]).split("/")[0]
