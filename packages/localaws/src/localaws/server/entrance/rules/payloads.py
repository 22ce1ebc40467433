"""Bodies that S3 wants although its model calls them optional, and lists of which it takes one."""

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
_ACLS = ("PutBucketAcl", "PutObjectAcl")
# Configurations whose model has a list of rules, and which have exactly one of them.
_ONE_RULE = {
    "PutBucketEncryption": "ServerSideEncryptionConfiguration",
    "PutBucketOwnershipControls": "OwnershipControls",
}


def check(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Refuse a request without the document that it is about, or with too much in it."""
    if service != "s3":
        return
    if operation in _WANTED and _WANTED[operation] not in parameters:
        raise Refusal("MissingRequestBodyError", "Request Body is empty")
    if operation in _ACLS and not _says_whom(parameters):
        raise Refusal(
            "MissingSecurityHeader", "Your request was missing a required header: x-amz-acl"
        )
    if operation == "PutPublicAccessBlock" and not parameters["PublicAccessBlockConfiguration"]:
        raise Refusal("InvalidRequest", "Must specify at least one configuration.")
    if operation in _ONE_RULE and len(parameters[_ONE_RULE[operation]].get("Rules", ())) != 1:
        raise Refusal(
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published "
            f"schema: {_ONE_RULE[operation]} has one Rule",
        )


def _says_whom(parameters: dict[str, Any]) -> bool:
    return any(
        name in ("ACL", "AccessControlPolicy") or name.startswith("Grant") for name in parameters
    )
