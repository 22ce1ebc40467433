"""Buckets in the host's name: rewritten to the path, which is where everything behind looks.

Most SDKs ask for ``http://bucket.localhost:4566/key`` where boto3 asks for
``http://localhost:4566/bucket/key``. moto takes the name's first label for the bucket, which is wrong
for ``my.bucket.localhost`` and for ``s3.localhost``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from localaws.server.entrance.request import wire_of
from localaws.server.entrance.signature import BadSignature, scope
from localaws.server.http import Application, StartResponse
from localaws.server.request_head import origin_form

_HOST = re.compile(r"(?P<below>[^:]+)\.localhost(?P<port>:\d+)?", re.IGNORECASE)
# What stands between a bucket and the host: s3, s3.us-east-1, s3-us-east-1, and dual stack's.
_S3 = re.compile(r"(?:^|(?P<bucket>.+)\.)s3(?:\.dualstack)?(?:[.-][a-z]{2}(?:-[a-z]+)+-\d)?")


class PathStyle:
    """Hands requests on to ``application`` with the bucket in their path."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "")
        found = _HOST.fullmatch(host) if "." in host else None
        if found is not None and _is_for_s3(environ):
            _rewrite(environ, bucket_below(found["below"].lower()), found["port"] or "")
        return self._application(environ, start_response)


def bucket_below(name: str) -> str:
    """The bucket that a name below the host's means; "" for the service itself."""
    found = _S3.fullmatch(name)
    return (found["bucket"] or "") if found else name


def _is_for_s3(environ: dict[str, Any]) -> bool:
    try:
        signed_for = scope(wire_of(environ))
    except BadSignature:  # the entrance says what is wrong with it
        return False
    return signed_for.service == "s3" if signed_for else "HTTP_X_AMZ_TARGET" not in environ


def _rewrite(environ: dict[str, Any], bucket: str, port: str) -> None:
    environ["HTTP_HOST"] = f"localhost{port}"
    if not bucket or environ["PATH_INFO"].startswith("/_localaws/"):
        return
    environ["PATH_INFO"] = f"/{bucket}{environ['PATH_INFO']}"
    target = origin_form(environ["RAW_URI"])
    environ["RAW_URI"] = environ["REQUEST_URI"] = f"/{bucket}{target}"
