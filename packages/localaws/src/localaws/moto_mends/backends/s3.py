"""Parts and the completion of an upload that there is not, and the tags of an object that there is not,
are asked of a dictionary in moto, and answered 500. A bucket is created at the
machine's time. An object is not encrypted where nobody asked for it, as each is on AWS since 2023. Of
a lifecycle rule, sizes of objects and numbers of versions are dropped. Anything is encrypted with any key.

Upstream: docs/moto-issues/customer_keys.md, docs/moto-issues/unknown_uploads.md, docs/moto-issues/missing_resources.md, docs/moto-issues/moments.md
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC
from typing import Any

from moto.core import utils
from moto.s3.exceptions import MissingKey, NoSuchUpload
from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, S3Backend

from localaws.moto_mends import encrypted_objects
from localaws.this_aws import bucket_changes, keys


class Buckets(S3Backend):  # type: ignore[misc]  # moto is untyped to mypy here
    """S3."""

    def create_bucket(
        self, bucket_name: str, region_name: str, bucket_namespace: str | None = None
    ) -> FakeBucket:
        made = super().create_bucket(bucket_name, region_name, bucket_namespace)
        made.creation_date = utils.utcnow().replace(tzinfo=UTC)
        return made

    def put_object(self, bucket_name: str, key_name: str, value: bytes, **members: Any) -> FakeKey:
        self._check_encryption(bucket_name, members)
        made = super().put_object(bucket_name, key_name, value, **members)
        if made.encryption is None:
            made.encryption = "AES256"
        return made

    def put_bucket_lifecycle_configuration(
        self, bucket_name: str, rules: list[dict[str, Any]]
    ) -> None:
        given = deepcopy(rules)  # moto changes them
        super().put_bucket_lifecycle_configuration(bucket_name, rules)
        self.get_bucket(bucket_name).given_rules = given

    def upload_part(
        self, bucket_name: str, multipart_id: str, part_id: int, value: bytes
    ) -> FakeKey:
        self._check_upload(bucket_name, multipart_id)
        return super().upload_part(bucket_name, multipart_id, part_id, value)

    def upload_part_copy(
        self,
        dest_bucket_name: str,
        multipart_id: str,
        part_id: int,
        src_bucket_name: str,
        src_key_name: str,
        src_version_id: str | None,
        start_byte: int,
        end_byte: int,
    ) -> FakeKey:
        self._check_upload(dest_bucket_name, multipart_id)
        return super().upload_part_copy(
            *(dest_bucket_name, multipart_id, part_id, src_bucket_name, src_key_name),
            *(src_version_id, start_byte, end_byte),
        )

    def complete_multipart_upload(
        self, bucket_name: str, multipart_id: str, body: Iterator[tuple[int, str]]
    ) -> FakeKey | None:
        self._check_upload(bucket_name, multipart_id)
        return super().complete_multipart_upload(bucket_name, multipart_id, body)

    def delete_object_tagging(
        self, bucket_name: str, key_name: str, version_id: str | None = None
    ) -> None:
        if self.get_object(bucket_name, key_name, version_id=version_id) is None:
            raise MissingKey(key=key_name)
        super().delete_object_tagging(bucket_name, key_name, version_id=version_id)

    def copy_object(
        self, src_key: FakeKey, dest_bucket_name: str, dest_key_name: str, **members: Any
    ) -> None:
        if (src_key.encryption or "").startswith("aws:kms"):
            source = self.get_bucket(src_key.bucket_name)
            encrypted_objects.check(src_key.kms_key_id, source, keys.DECRYPTING)
        super().copy_object(src_key, dest_bucket_name, dest_key_name, **members)

    def put_bucket_notification_configuration(
        self, bucket_name: str, notification_config: dict[str, Any]
    ) -> None:
        bucket_changes.check(self.get_bucket(bucket_name), notification_config or {})
        super().put_bucket_notification_configuration(bucket_name, notification_config)

    def delete_object(
        self,
        bucket_name: str,
        key_name: str,
        version_id: str | None = None,
        bypass: bool = False,
    ) -> tuple[bool, dict[str, Any]]:
        bucket = self.get_bucket(bucket_name)
        stored = bucket.keys.getlist(key_name, [])
        gone = next((each for each in stored if str(each.version_id) == str(version_id)), None)
        if not bucket.is_versioned:
            gone = bucket.keys.get(key_name)
        done: tuple[bool, dict[str, Any]] = super().delete_object(
            bucket_name, key_name, version_id, bypass
        )
        marker = bucket.keys.get(key_name)
        if not done[0]:
            return done
        if bucket.is_versioned and version_id is None and isinstance(marker, FakeDeleteMarker):
            what = "ObjectRemoved:DeleteMarkerCreated"
            bucket_changes.tell(bucket_changes.told(what, bucket, marker))
        elif gone is not None:
            bucket_changes.tell(bucket_changes.told("ObjectRemoved:Delete", bucket, gone))
        return done

    def _check_encryption(self, name: str, members: dict[str, Any]) -> None:
        """See that the key can be used with which an object is encrypted, if one is.

        Raises:
            S3ClientError: it cannot.
        """
        bucket = self.get_bucket(name)
        rule = (bucket.encryption or {}).get("Rule", {})
        default = rule.get("ApplyServerSideEncryptionByDefault", {})
        encryption = members.get("encryption") or default.get("SSEAlgorithm") or ""
        if encryption.startswith("aws:kms"):
            key = members.get("kms_key_id") or default.get("KMSMasterKeyID")
            encrypted_objects.check(key, bucket, keys.ENCRYPTING)

    def _check_upload(self, bucket: str, upload: str) -> None:
        """See that there is such an upload.

        Raises:
            NoSuchUpload: there is none.
        """
        if upload not in self.get_bucket(bucket).multiparts:
            raise NoSuchUpload(upload)
