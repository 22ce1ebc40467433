"""What a link on any page may lead to: an object of S3 by a presigned URL, read as a whole page.

A navigation is the one request that a page of another origin may make, because whoever made the URL
meant it to be opened by others. It has to be a read of one object and nothing else: moto verifies no
signature, and reads whole API calls from query strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl

# Whether a GET of this host name, path and query is one that may be navigated to.
Navigable = Callable[[str, str, str], bool]

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_OBJECT = re.compile(r"/(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/.+", re.DOTALL)
_NO_BUCKETS = frozenset(["latest", "moto-api", "endpoints"])
_SCOPE = re.compile(r"[^/]+/\d{8}/[a-z0-9-]+/s3/aws4_request")
_V4 = frozenset(["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"])
_V2 = frozenset(["AWSAccessKeyId", "Expires", "Signature"])
_BESIDES = frozenset(
    [
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Security-Token",
        "X-Amz-Content-Sha256",
        "X-Amz-User-Agent",
        "x-amz-security-token",
        "x-amz-checksum-mode",
        "x-id",
        "versionId",
        "partNumber",
        "response-content-type",
        "response-content-language",
        "response-expires",
        "response-cache-control",
        "response-content-disposition",
        "response-content-encoding",
    ]
)


def is_presigned_object(name: str, path: str, query: str) -> bool:
    """Whether it reads an object of S3 by a presigned URL (signature version 4 or 2)."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=40)
    except ValueError:
        return False
    fields = dict(pairs)
    if len(fields) < len(pairs):
        return False  # one of two: who knows which is read
    signed = _V4 if "X-Amz-Signature" in fields else _V2
    if not signed <= fields.keys() <= signed | _BESIDES:
        return False
    if signed is _V4 and not _SCOPE.fullmatch(fields["X-Amz-Credential"]):
        return False
    if fields.get("x-id", "GetObject") != "GetObject":
        return False
    return _names_an_object(name, path)


def _names_an_object(name: str, path: str) -> bool:
    bucket = name.removesuffix(".localhost")
    if bucket != name:  # a virtual host: bucket.localhost, bucket.s3.localhost
        return bool(_BUCKET.fullmatch(bucket)) and len(path) > 1 and _is_key(path)
    found = _OBJECT.fullmatch(path)
    return found is not None and found["bucket"] not in _NO_BUCKETS and _is_key(path)


def _is_key(path: str) -> bool:
    """Whether no other reader would find another service in the path."""
    return not path.startswith(("//", "/_localaws", "/moto-api", "/latest/", "/v20180820/"))
