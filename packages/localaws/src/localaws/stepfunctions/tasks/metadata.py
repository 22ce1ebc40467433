"""What an optimised integration says of how a response came: ``SdkHttpMetadata``, ``SdkResponseMetadata``.

The headers are those that each service sends on AWS, whatever this server sent.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

_JSON_1_0, _JSON_1_1 = "application/x-amz-json-1.0", "application/x-amz-json-1.1"
_CONTENT_TYPES = {"sns": "text/xml", "sagemaker": _JSON_1_1, "lambda": "application/json"}
_DATE = "%a, %d %b %Y %H:%M:%S GMT"


def metadata(
    service: str,
    request_id: str,
    now: datetime,
    length: str | None,
    more: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The two members.

    Args:
        length: of the response's body, where it is known.
        more: headers that say something of the response.
    """
    headers = {**_headers(service, request_id, now, length), **(more or {})}
    return {
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": headers,
            "HttpStatusCode": 200,
        },
        "SdkResponseMetadata": {"RequestId": request_id},
    }


def _headers(service: str, request_id: str, now: datetime, length: str | None) -> Mapping[str, str]:
    headers = {"Server": "Server", "Connection": "keep-alive"} if service == "dynamodb" else {}
    if service == "lambda":
        headers = {"Connection": "keep-alive", "x-amzn-Remapped-Content-Length": "0"}
    if service == "dynamodb":
        headers["x-amz-crc32"] = str(zlib.crc32(request_id.encode()))
    if service in ("sqs", "sns", "stepfunctions"):
        headers["connection"] = "keep-alive"
    headers["x-amzn-RequestId"] = request_id
    if length is not None:
        headers["Content-Length"] = length
    headers["Date"] = now.strftime(_DATE)
    headers["Content-Type"] = _CONTENT_TYPES.get(service, _JSON_1_0)
    return headers
