"""Defect: parts and the completion of an upload that there is not are answered 500, not NoSuchUpload."""

from __future__ import annotations

from typing import Any

from moto.s3.exceptions import NoSuchUpload
from moto.s3.models import S3Backend

from localaws.moto_mends import guard

_TAKEN = {
    "upload_part": "4549aa41efdc",
    "upload_part_copy": "bebd398ef2ed",
    "complete_multipart_upload": "64a966e03425",
}


def apply() -> None:
    for name, expected in _TAKEN.items():
        setattr(S3Backend, name, _checked(guard.take(S3Backend, name, expected)))


def _checked(original: Any) -> Any:
    def checked(self: Any, bucket: str, upload: str, *args: Any, **kwargs: Any) -> Any:
        if upload not in self.get_bucket(bucket).multiparts:
            raise NoSuchUpload(upload)
        return original(self, bucket, upload, *args, **kwargs)

    return checked
