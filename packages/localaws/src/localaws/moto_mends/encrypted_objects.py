"""Defect: moto's S3 gives out an object that is encrypted with a key that is disabled, pending deletion or gone.

Upstream: docs/moto-issues/customer_keys.md
"""

from __future__ import annotations

from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from localaws.moto_mends import guard
from localaws.this_aws import keys
from localaws.this_aws.keys import KeyUnusable

_GET_OBJECT = "215c0fe3627f"
_CODES = {
    "NotFound": "KMS.NotFoundException",
    "Disabled": "KMS.DisabledException",
    "InvalidState": "KMS.KMSInvalidStateException",
    "InvalidKeyUsage": "KMS.InvalidKeyUsageException",
    "AccessDenied": "AccessDenied",
}


def apply() -> None:
    original = guard.take(S3Response, "get_object", _GET_OBJECT)

    def get_object(self: Any) -> Any:
        key, _ = self._get_key()
        if (key.encryption or "").startswith("aws:kms"):
            bucket = self.backend.get_bucket(key.bucket_name)
            check(key.kms_key_id, bucket, keys.DECRYPTING)
        return original(self)

    S3Response.get_object = get_object


def check(key: str | None, bucket: FakeBucket, action: str) -> None:
    """See that the KMS key of an object in a bucket can be used.

    Raises:
        S3ClientError: it cannot.
    """
    try:
        keys.check(key, bucket.account_id, bucket.region_name, action)
    except KeyUnusable as error:
        raise S3ClientError(_CODES[error.fault], str(error)) from error
