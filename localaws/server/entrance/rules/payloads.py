"""Bodies that S3 wants although its model calls them optional."""

from __future__ import annotations

from typing import Any

from localaws.protocols.refusal import Refusal

_WANTED = {
    "CompleteMultipartUpload": "MultipartUpload",
    "PutBucketLifecycle": "LifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "LifecycleConfiguration",
    "PutObjectLegalHold": "LegalHold",
    "PutObjectLockConfiguration": "ObjectLockConfiguration",
    "PutObjectRetention": "Retention",
    "RestoreObject": "RestoreRequest",
}


def check(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Refuse a request without the document that it is about."""
    if service == "s3" and operation in _WANTED and _WANTED[operation] not in parameters:
        raise Refusal("MissingRequestBodyError", "Request Body is empty")
