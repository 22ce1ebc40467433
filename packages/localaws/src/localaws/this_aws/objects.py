"""S3 objects for the parts of this process: no HTTP, no copy in memory where one can be avoided.

Works on moto's S3 store directly. Bucket names are global, so no account is asked for. What is
written here looks to every client as if it had come by PutObject, default encryption, versions and
notifications included.
"""

from __future__ import annotations

import errno
import mmap
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, S3Backend, s3_backends

from localaws.this_aws import keys
from localaws.this_aws.keys import KeyUnusable

_CHUNK = 1 << 20
_READ_AT_ONCE = 64 << 20
_LONGEST_KEY = 1024


class NoSuchBucket(Exception):
    """There is no bucket of that name. The message is S3's."""

    def __init__(self, bucket: str) -> None:
        super().__init__(f"NoSuchBucket (404): The specified bucket does not exist: {bucket}")
        self.bucket = bucket


class NoSuchKey(Exception):
    """There is no object of that key. The message is S3's."""

    def __init__(self, bucket: str, key: str) -> None:
        super().__init__(f"NoSuchKey (404): The specified key does not exist: s3://{bucket}/{key}")
        self.bucket = bucket
        self.key = key


class Denied(PermissionError):
    """The object is encrypted with a KMS key that cannot be used. The message is S3's."""


class BadKey(Exception):
    """No object can have that key. The message says why and shows the key, escaped."""


def bucket_exists(bucket: str) -> bool:
    return bucket in s3_backends.bucket_accounts


def list_keys(bucket: str, prefix: str = "") -> Iterator[str]:
    """The keys that begin with ``prefix``, sorted.

    Raises:
        NoSuchBucket: when the first key is asked for.
    """
    keys: Any = _bucket(bucket).keys
    for name in sorted(name for name in list(dict.keys(keys)) if name.startswith(prefix)):
        found = keys.get(name)
        if found is not None and not isinstance(found, FakeDeleteMarker):
            yield name


def exists(bucket: str, key: str) -> bool:
    """Whether there is an object of precisely that key; no bucket, no object."""
    return bucket_exists(bucket) and _find(bucket, key) is not None


def size(bucket: str, key: str) -> int:
    """The object's size in bytes. Raises as ``read`` does."""
    return int(_key(bucket, key).size)


def read(bucket: str, key: str, version: str | None = None) -> bytes:
    """The object's content, of the version that is named or the last.

    Raises:
        NoSuchBucket: no such bucket.
        NoSuchKey: no such object, or no such version of it.
        Denied: its key cannot be used.
    """
    found = _key(bucket, key) if version is None else _version(bucket, key, version)
    _check_key(found)
    value: bytes = found.value
    return value


def download(bucket: str, key: str, path: Path) -> None:
    """Write the object's content to a file, whose folder exists. Raises as ``read`` does."""
    found = _key(bucket, key)
    _check_key(found)
    with path.open("wb") as file, found.lock:
        # moto's own accessor reads the whole object into memory; a model has hundreds of megabytes.
        found._value_buffer.seek(0)
        shutil.copyfileobj(found._value_buffer, file, _CHUNK)


def checked_key(key: str) -> str:
    """The key, if an object can have it: up to 1,024 bytes of UTF-8.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html

    Raises:
        BadKey: it cannot.
    """
    try:
        size = len(key.encode())
    except UnicodeEncodeError:  # a file's name may be any bytes
        shown = key.encode(errors="surrogateescape").decode(errors="backslashreplace")
        raise BadKey(f'KeyNotUTF8: no object can have the key "{shown}"') from None
    if size > _LONGEST_KEY:
        raise BadKey(
            f'KeyTooLongError: a key has at most {_LONGEST_KEY} bytes, and "{key[:100]}..." has '
            f"{size}"
        )
    return key


def write(
    bucket: str,
    key: str,
    content: bytes,
    kms_key: str | None = None,
    content_type: str | None = None,
) -> None:
    """Put an object, encrypted with a KMS key where one is named.

    Raises:
        NoSuchBucket: no such bucket.
        BadKey: no object can have that key.
        Denied: the KMS key, its own or the bucket's, cannot be used.
    """
    checked_key(key)
    made = _put_object(bucket, key, content, kms_key)
    if content_type:
        made.set_metadata({"Content-Type": content_type})


def upload(bucket: str, key: str, path: Path) -> None:
    """Put an object with a file's content, which nobody changes meanwhile. Raises as ``write``.

    It is mapped rather than read: a mapped file that another process cut short would end this one.
    """
    with path.open("rb") as file:
        _put(bucket, key, file, path.stat().st_size)


def upload_file(bucket: str, key: str, file: BinaryIO) -> None:
    """Put an object with the content of a file that its program may still change.

    It appears whole or not at all. Raises as ``write``, and ``OSError`` where the file, which may
    have holes, is larger than the disk.
    """
    size = os.fstat(file.fileno()).st_size
    if size <= _READ_AT_ONCE:
        write(bucket, key, file.read(size))
        return
    with tempfile.TemporaryFile() as copy:
        if 2 * size > shutil.disk_usage(tempfile.gettempdir()).free:  # here and as an object
            raise OSError(errno.ENOSPC, f"No space left on device for {size} bytes")
        while copy.tell() < size and (chunk := file.read(min(_CHUNK, size - copy.tell()))):
            copy.write(chunk)
        copy.flush()
        _put(bucket, key, copy, copy.tell())


def _put(bucket: str, key: str, file: BinaryIO, size: int) -> None:
    if size == 0:
        write(bucket, key, b"")
        return
    checked_key(key)
    with mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as content:
        _put_object(bucket, key, content)


def _put_object(bucket: str, key: str, content: Any, kms_key: str | None = None) -> FakeKey:
    encryption = {"encryption": "aws:kms", "kms_key_id": kms_key} if kms_key else {}
    try:
        return _backend(bucket).put_object(bucket, key, content, **encryption)
    except S3ClientError as error:
        raise Denied(f"{error.code} (400): {error.message}") from error


def _check_key(found: FakeKey) -> None:
    if not (found.encryption or "").startswith("aws:kms"):
        return
    bucket = _bucket(found.bucket_name)
    try:
        keys.check(found.kms_key_id, bucket.account_id, bucket.region_name, keys.DECRYPTING)
    except KeyUnusable as error:
        raise Denied(f"KMS.{error.fault} (400): {error}") from error


def delete(bucket: str, key: str) -> None:
    """Delete an object, which need not exist. Raises as ``write``."""
    _backend(bucket).delete_object(bucket, key)


def _backend(bucket: str) -> S3Backend:
    try:
        partition, account = s3_backends.bucket_accounts[bucket]
    except KeyError:
        raise NoSuchBucket(bucket) from None
    return s3_backends[account][partition]


def _bucket(bucket: str) -> FakeBucket:
    return _backend(bucket).get_bucket(bucket)


def _find(bucket: str, key: str) -> FakeKey | None:
    found = _bucket(bucket).keys.get(key)
    return None if isinstance(found, FakeDeleteMarker) else found


def _key(bucket: str, key: str) -> FakeKey:
    found = _find(bucket, key)
    if found is None:
        raise NoSuchKey(bucket, key)
    return found


def _version(bucket: str, key: str, version: str) -> FakeKey:
    for found in _bucket(bucket).keys.getlist(key, []):
        if found.version_id == version and not isinstance(found, FakeDeleteMarker):
            return found
    raise NoSuchKey(bucket, key)
