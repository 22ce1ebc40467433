"""For whom a request was signed: the scope in its header or its URL.

Signatures are not checked, as there are no secrets here; their form is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

from localaws.protocols.wire import Wire
from localaws.server import regions

_PARTS = ("Credential", "SignedHeaders", "Signature")
_ASYMMETRIC = "AWS4-ECDSA-P256-SHA256"


@dataclass(frozen=True)
class Scope:
    """``region`` is empty where a signature is for none in particular."""

    service: str
    region: str


class BadSignature(Exception):
    """A signature that AWS would not even compare.

    Attributes:
        incomplete: whether parts are missing, rather than wrong.
    """

    def __init__(self, message: str, incomplete: bool = True) -> None:
        super().__init__(message)
        self.incomplete = incomplete


def scope(wire: Wire) -> Scope | None:
    """The scope; None for a request that is not signed.

    Raises:
        BadSignature: there is a signature, and it is none.
    """
    header = wire.headers.get("authorization", "")
    if header:
        return _from_header(header)
    if "X-Amz-" in wire.query or "Signature=" in wire.query:
        return _from_query(wire.query)
    return None


def _from_header(header: str) -> Scope:
    algorithm, _, rest = header.partition(" ")
    if algorithm == "AWS":  # version 2, which only S3 still takes
        if ":" not in rest:
            raise BadSignature("The Authorization header of version 2 is AWS AccessKeyId:Signature")
        return Scope("s3", "")
    if algorithm not in ("AWS4-HMAC-SHA256", _ASYMMETRIC):
        raise BadSignature(
            f"Unsupported signing algorithm in the Authorization header: {_cut(algorithm)}"
        )
    parts = dict(re.findall(r"(\w+)=([^,\s]*)", rest))
    missing = [name for name in _PARTS if not parts.get(name)]
    if missing:
        said = " ".join(f"Authorization header requires '{name}' parameter." for name in missing)
        raise BadSignature(f"{said} Authorization={algorithm}")
    return _read(parts["Credential"], algorithm == _ASYMMETRIC)


def _from_query(query: str) -> Scope | None:
    found = parse_qs(query, keep_blank_values=True)
    if "X-Amz-Credential" in found:
        algorithm = found.get("X-Amz-Algorithm", [""])[0]
        if "X-Amz-Signature" not in found or not algorithm.startswith("AWS4-"):
            raise BadSignature(
                "AWS query-string parameters must include 'X-Amz-Algorithm', 'X-Amz-Credential', "
                "'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date'"
            )
        return _read(found["X-Amz-Credential"][0], algorithm == _ASYMMETRIC)
    if "AWSAccessKeyId" in found and "Signature" in found:
        return Scope("s3", "")
    return None


def _read(credential: str, asymmetric: bool) -> Scope:
    parts = unquote(credential).split("/")
    wanted = 4 if asymmetric else 5
    if len(parts) < wanted or not all(parts):
        raise BadSignature(
            f"Credential must have exactly {wanted} slash-delimited elements, e.g. "
            f"keyid/date/region/service/term, got '{_cut(credential)}'"
        )
    date, region, service, end = (parts[-3], "", parts[-2], parts[-1]) if asymmetric else parts[-4:]
    if end != "aws4_request":
        raise BadSignature(
            f"Credential should be scoped with a valid terminator: 'aws4_request', not '{_cut(end)}'.",
            incomplete=False,
        )
    if not re.fullmatch(r"[0-9]{8}", date):
        raise BadSignature(
            f"Date in Credential scope is no date such as 20260131: '{_cut(date)}'.",
            incomplete=False,
        )
    if region and region not in regions.names():
        raise BadSignature(
            f"Credential should be scoped to a valid region, not '{_cut(region)}'.",
            incomplete=False,
        )
    return Scope(service.lower(), region)


def _cut(text: str) -> str:
    return text[:100]
