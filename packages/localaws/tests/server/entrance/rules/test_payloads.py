"""Bodies that S3 wants, and of which it takes one."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.server.entrance.rules import payloads


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("CompleteMultipartUpload", {"MultipartUpload": {}}),
        ("PutObjectAcl", {"ACL": "private"}),
        ("PutBucketAcl", {"AccessControlPolicy": {}}),
        ("PutBucketAcl", {"GrantFullControl": "id=1"}),
        ("PutBucketEncryption", {"ServerSideEncryptionConfiguration": {"Rules": [{}]}}),
        ("PutBucketOwnershipControls", {"OwnershipControls": {"Rules": [{}]}}),
        ("PutPublicAccessBlock", {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True}}),
        ("GetObject", {}),
    ],
)
def test_what_is_there_passes(operation: str, given: dict[str, Any]) -> None:
    payloads.check("s3", operation, given)


@pytest.mark.parametrize(
    ("operation", "given", "code"),
    [
        ("CompleteMultipartUpload", {}, "MissingRequestBodyError"),
        ("RestoreObject", {}, "MissingRequestBodyError"),
        ("PutObjectAcl", {"Key": "Grant"}, "MissingSecurityHeader"),
        ("PutBucketEncryption", {"ServerSideEncryptionConfiguration": {}}, "MalformedXML"),
        ("PutBucketOwnershipControls", {"OwnershipControls": {"Rules": [{}, {}]}}, "MalformedXML"),
        ("PutPublicAccessBlock", {"PublicAccessBlockConfiguration": {}}, "InvalidRequest"),
    ],
)
def test_what_is_not_is_refused(operation: str, given: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        payloads.check("s3", operation, given)
    assert refused.value.code == code


def test_other_services_have_other_bodies() -> None:
    payloads.check("s3control", "PutPublicAccessBlock", {"PublicAccessBlockConfiguration": {}})
